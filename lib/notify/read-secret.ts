import { readFile } from 'node:fs/promises';
import type { SendOutcome } from './send-outcome.ts';

/** A secret that cannot be read, in words for a person. Never holds the secret. */
export class SecretError extends Error {
  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`the secret in ${file} ${why}`, options);
    this.name = 'SecretError';
  }
}

/**
 * The secret in a file, without the line break at its end. Read at each attempt, so that a changed one needs no restart.
 * @throws SecretError
 */
export async function readSecret({ file }: { readonly file: string }): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new SecretError(file, `cannot be read (${code})`, { cause });
  });
  const secret = text.replace(/\r?\n$/, '');
  // A control character would make a header invalid, and the error about that shows the whole header.
  if (secret === '' || /\p{Cc}/u.test(secret)) throw new SecretError(file, 'must be one line of text without control characters');
  return secret;
}

/** The outcome of an attempt for which a secret was missing; throws what is no such error. */
export function toSecretOutcome(error: unknown): SendOutcome {
  if (error instanceof SecretError) return { result: 'failed', error: error.message };
  throw error;
}
