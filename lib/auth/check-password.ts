import { userNameKey } from '../model/user-name.ts';
import { commonPasswords } from './common-passwords.ts';

const leastCharacters = 12;
/** Hashing takes the same time for any length that passes, and nobody types more. */
export const mostPasswordBytes = 1_024;
/** `aaaaaaaaaaaa` is long as well. */
const leastDifferent = 5;

/** Why a password is not taken. */
export type PasswordRefusal = 'too-short' | 'too-long' | 'too-simple' | 'too-common' | 'has-name' | 'not-text';

/** The same in a sentence for the person who chose it; the password itself is never part of it. */
export const passwordSentences: Readonly<Record<PasswordRefusal, string>> = {
  'too-short': `a password needs at least ${leastCharacters} characters`,
  'too-long': `a password may have ${mostPasswordBytes} bytes at most`,
  'too-simple': `a password needs at least ${leastDifferent} different characters`,
  'too-common': 'this password is one of those that are tried first; choose another, for example four unrelated words',
  'has-name': 'a password must not be made of the name of its user',
  'not-text': 'a password must be text without control characters',
};

/** NFKC, so that the same password typed on another keyboard is the same (RFC 8265 4.2 folds less; NIST SP 800-63B 3.1.1.2). */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/** Whether a user may choose this password; undefined where so. Pure. */
export function checkPassword(password: string, userName: string): PasswordRefusal | undefined {
  if (!password.isWellFormed() || /\p{Cc}/u.test(password)) return 'not-text';
  const text = normalizePassword(password);
  if (Buffer.byteLength(text) > mostPasswordBytes || Buffer.byteLength(password) > mostPasswordBytes) return 'too-long';
  const characters = [...text];
  if (characters.length < leastCharacters) return 'too-short';
  if (new Set(characters).size < leastDifferent) return 'too-simple';
  const core = toCore(text);
  if (commonPasswords.has(core)) return 'too-common';
  const name = toCore(userNameKey(userName));
  // Only the name itself, however often, with digits: `anna` may well be a part of a long sentence.
  if (name !== '' && core.includes(name) && core.replaceAll(name, '').replace(/\p{N}/gu, '') === '') return 'has-name';
  return undefined;
}

/** What people take for the heart of a password: without case, blanks and signs. */
function toCore(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
