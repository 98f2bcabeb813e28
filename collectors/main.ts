import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '#lib/config/config-error.ts';
import { SecretFileError } from '#lib/config/secret-file.ts';
import { createLogger } from '#lib/log.ts';
import { DataFolderLockedError } from '#lib/store/lock-data-folder.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { runCollectors } from './runtime/run-collectors.ts';

/** Tells the supervisor that another start would end the same way. */
const exitCodeGiveUp = 2;

/** Tells the supervisor to start us again. */
const exitCodeAnew = 1;

/** After this long a stop is not waited for any more; the store is safe at any moment. */
const stopDeadlineMs = 4_500;

/** Starts the collectors, and waits for signals: SIGHUP reads the configuration again, SIGTERM and SIGINT stop. */
async function main(): Promise<void> {
  // Readings that stay make V8 put all objects of their kind among the old ones, and nearly all readings are thrown away at once,
  // because nothing has changed. Without this the heap of a large fleet fills with them, and clearing it stops everything for long.
  setFlagsFromString('--no-allocation-site-pretenuring');
  const running = await runCollectors({
    cwd: process.cwd(),
    env: process.env,
    platform: process.platform,
    createLog: (level) => createLogger({ level }),
    onLost: () => end('data folder lost', exitCodeAnew),
  });
  let stopping = false;
  const end = (reason: string, code: number) => {
    if (stopping) return;
    stopping = true;
    const deadline = setTimeout(() => process.exit(code), stopDeadlineMs);
    running
      .stop(reason)
      .then(() => clearTimeout(deadline))
      .then(
        () => process.exit(code),
        (error: unknown) => (code === 0 ? fail(error) : process.exit(code)),
      );
  };
  const stop = (signal: NodeJS.Signals) => end(signal, 0);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', () => void running.reload());
}

/** Says what is wrong in words made for a person where it is an expected failure, else with its stack. */
function fail(error: unknown): never {
  const expected = isExpected(error);
  const text = error instanceof Error ? ((expected ? undefined : error.stack) ?? error.message) : String(error);
  process.stderr.write(`hvitals collectors: ${text}\n`);
  process.exit(expected ? exitCodeGiveUp : 1);
}

function isExpected(error: unknown): boolean {
  // It went away while we started: the next start makes it anew.
  if (error instanceof StoreError && error.code === 'replaced') return false;
  if (error instanceof ConfigError || error instanceof DataFolderLockedError || error instanceof StoreError) return true;
  if (error instanceof SecretFileError) return true;
  // The address is taken, or not this machine's.
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

main().catch(fail);
