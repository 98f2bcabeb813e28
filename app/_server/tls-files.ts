import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Clock } from '#lib/clock.ts';
import { secretFileState } from '#lib/config/secret-file.ts';
import type { Logger } from '#lib/log.ts';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** What of a server takes another certificate while it runs. */
interface Renewable {
  setSecureContext(options: SecureContextOptions): void;
}

const lookMs = 10_000;
const leastVersion = 'TLSv1.2';

/** Certificate and key, which must belong together. @throws Error of the file system or of OpenSSL, without any of the key's text */
export function readTlsFiles({ cert, key }: TlsFiles): SecureContextOptions {
  const options = { cert: readFileSync(cert), key: readFileSync(key), minVersion: leastVersion } as const;
  createSecureContext(options);
  return options;
}

/**
 * Takes up a renewed certificate without a restart: looks at the files every 10 s, since what renews them may swap a folder or a link. A pair
 * that does not fit, as for a moment between the two files, leaves the old one in use and is told once.
 */
export function followTlsFiles(files: TlsFiles, server: Renewable, clock: Clock, log: Logger): { readonly stop: () => void } {
  const stateNow = () => [files.cert, files.key].map((file) => secretFileState({ file }) ?? '').join('\n');
  let state = stateNow();
  let timer = clock.setTimer(lookMs, look);
  function look(): void {
    timer = clock.setTimer(lookMs, look);
    const current = stateNow();
    if (current === state) return;
    state = current;
    try {
      server.setSecureContext(readTlsFiles(files));
      log.info({ cert: files.cert }, 'the certificate was read again');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ cert: files.cert, reason }, 'the renewed certificate cannot be used; the old one stays in use');
    }
  }
  return { stop: () => timer.cancel() };
}
