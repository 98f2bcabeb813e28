/** Longest name, in characters as JavaScript counts them. */
const longestName = 64;

/** What a name of a user is made of, for messages. */
export const userNameRule = `a name of 1 to ${longestName} letters, digits and . _ @ + -, that begins with a letter or a digit`;

/**
 * A name as it is stored: NFKC, so that the same characters are the same text however they were typed. Undefined where it is none: names
 * stand in addresses, logs and messages, so they hold nothing that means something there.
 */
export function parseUserName(text: string): string | undefined {
  const name = text.normalize('NFKC');
  return name.length <= longestName && /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]*$/u.test(name) ? name : undefined;
}

/** What two names that people take for the same have in common; names are unique by it. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
