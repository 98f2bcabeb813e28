import { readSecretFile, type SecretFile, SecretFileError, secretFileState } from '../config/secret-file.ts';
import type { Logger } from '../log.ts';
import { parseBearer } from './credentials.ts';
import { sameSecret } from './secret.ts';

/** Whether a request may pass, or why not. `no-secret`: the file with the token cannot be used, so nobody passes. */
export type GateDecision = 'open' | 'no-token' | 'wrong-token' | 'no-secret';

export interface BearerGate {
  /** Looks at the header `Authorization`. */
  decide(authorization: string | undefined): GateDecision;
}

/** A token that can be guessed is none. */
const leastCharacters = 16;

/**
 * Lets in whoever sends the token that stands in a file. The file is looked at for each request and read again when it has changed; while
 * it cannot be used nobody is let in, and the log says once why.
 * @throws SecretFileError where it cannot be used at the start
 */
export function createBearerGate(secret: SecretFile, log: Logger): BearerGate {
  let state = secretFileState(secret);
  let token: string | undefined = readToken(secret);
  const refresh = (): void => {
    const current = secretFileState(secret);
    if (current === state) return;
    state = current;
    try {
      token = readToken(secret);
      log.info({ file: secret.file }, 'the token for scrapers was read again');
    } catch (error) {
      if (!(error instanceof SecretFileError)) throw error;
      token = undefined;
      log.error(
        { file: secret.file, reason: error.message },
        'the token for scrapers cannot be read; nobody is let in until it can',
      );
    }
  };
  return {
    decide(authorization) {
      refresh();
      if (token === undefined) return 'no-secret';
      if (authorization === undefined) return 'no-token';
      return sameSecret(parseBearer(authorization) ?? '', token) ? 'open' : 'wrong-token';
    },
  };
}

function readToken(secret: SecretFile): string {
  const token = readSecretFile(secret);
  // As it would be read from a header; another could never be sent.
  if (token.length >= leastCharacters && parseBearer(`Bearer ${token}`) === token) return token;
  const message = `${secret.file} must hold a token of at least ${leastCharacters} letters, digits and - . _ ~ + /, such as openssl rand -hex 32 prints`;
  throw new SecretFileError(secret.file, message);
}
