import { createHmac } from 'node:crypto';
import { sameSecret } from './secret.ts';

/**
 * The token that a page of this session must send along with a write. It is an HMAC under the session's own secret, which scripts cannot
 * read: nothing is to be stored, it ends with the session, and who learns it learns nothing of the session.
 */
export function csrfToken(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('hvitals csrf 1').digest('base64url');
}

/** Whether what a request brought is this session's token. Constant time. */
export function isCsrfToken(given: string | undefined, sessionSecret: string): boolean {
  return given !== undefined && sameSecret(given, csrfToken(sessionSecret));
}
