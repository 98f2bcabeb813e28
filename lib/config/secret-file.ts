import { readFileSync, type Stats, statSync } from 'node:fs';
import { z } from 'zod';

/** A secret is a line of text; whatever is longer is another file. */
const longestSecretBytes = 65_536;

/** A secret stands in a file of its own. What is written in its place is never repeated: it may be the secret itself. */
export const secretFile = z
  .unknown()
  .refine(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must name a file, as in {file: secrets/token}; secrets are never written in this file',
  )
  .pipe(z.strictObject({ file: z.string().min(1) }));
export type SecretFile = z.infer<typeof secretFile>;

/** A file with a secret cannot be used. The message names the file and what is wrong with it, and nothing of what stands in it. */
export class SecretFileError extends Error {
  readonly file: string;
  constructor(file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretFileError';
    this.file = file;
  }
}

/** What is wrong with a file that should hold a secret, without opening it; undefined where nothing is. */
export function describeSecretFile(file: string, wanted = 'it must hold the secret, in one line'): string | undefined {
  const stats = statOf(file);
  if (typeof stats === 'string') return `${file} cannot be read (${stats}); ${wanted}, with mode 0600`;
  if (!stats.isFile()) return `${file} is not a file; ${wanted}, with mode 0600`;
  if (stats.size === 0) return `${file} is empty; ${wanted}`;
  if (stats.size > longestSecretBytes) return `${file} has ${stats.size} bytes; ${wanted}, of at most ${longestSecretBytes}`;
  // Windows keeps rights in access lists, not in the mode.
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return undefined;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  return `${file} can be read by others (mode ${mode}); a secret must have mode 0600: run chmod 600 ${file}`;
}

/** The secret in a file, without the line end after it. @throws SecretFileError */
export function readSecretFile({ file }: SecretFile): string {
  const problem = describeSecretFile(file);
  if (problem !== undefined) throw new SecretFileError(file, problem);
  const text = readText(file);
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '' || /[\r\n\0]/.test(secret)) throw new SecretFileError(file, `${file} must hold the secret, in one line`);
  return secret;
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const code =
      cause instanceof TypeError ? 'no UTF-8' : cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new SecretFileError(file, `${file} cannot be read (${code})`, { cause });
  }
}

/** What tells one state of a file from another without reading it; undefined where there is none. */
export function secretFileState({ file }: SecretFile): string | undefined {
  const stats = statOf(file);
  if (typeof stats === 'string') return undefined;
  return [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs, stats.mode].join(' ');
}

/** The code of the error where there is no looking. */
function statOf(file: string): Stats | string {
  try {
    return statSync(file);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
