import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a secret opens. Its text begins so, and leak scanners and people can tell what they found. */
const prefixes = { session: 'hvs_', token: 'hv_', 'wall-link': 'hvw_', attempt: 'hvo_' } as const;
export type SecretKind = keyof typeof prefixes;

/** 256 bits: nobody guesses one, so a fast digest of it is enough to keep (OWASP ASVS 5, 9.2 and RFC 4086). */
const secretBytes = 32;

/** A new secret, such as `hv_` and 43 characters of base64url. It is shown once, and only its digest is kept. */
export function createSecret(kind: SecretKind, random: (size: number) => Buffer = randomBytes): string {
  return `${prefixes[kind]}${random(secretBytes).toString('base64url')}`;
}

/** Whether a text has the shape of such a secret; anything else needs no look into the store. */
export function isSecret(kind: SecretKind, text: string): boolean {
  const prefix = prefixes[kind];
  return text.startsWith(prefix) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(prefix.length));
}

/** SHA-256 in hex, which the store keeps in the place of the secret. */
export function digestSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The part of a secret that lists show, so that people can tell theirs: the kind and 5 of its 43 characters. */
export function shownPart(secret: string): string {
  return secret.slice(0, secret.indexOf('_') + 6);
}

/** Compares in a time that tells nothing of where they differ, nor of how long `wanted` is. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
