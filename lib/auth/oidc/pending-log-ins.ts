import { createSecret, digestSecret } from '../secret.ts';
import type { OidcAttempt } from './oidc-client.ts';

/** How long somebody may take at the provider. */
export const pendingMs = 600_000;
const mostPending = 1_000;

interface Pending {
  readonly at: number;
  readonly attempt: OidcAttempt;
  readonly returnPath: string;
}

/**
 * Log-ins that have gone to the provider and not come back. The browser has a secret in a cookie and nothing else, so that only the browser that
 * began one ends it (RFC 6819 4.4.1.8). Kept in memory: after a restart of the app people click once more.
 */
export class PendingLogIns {
  readonly #pending = new Map<string, Pending>();

  /** The secret for the cookie. */
  put(attempt: OidcAttempt, returnPath: string, now: number): string {
    for (const [digest, { at }] of this.#pending) {
      // In the order of their beginning: those after the first young one are young.
      if (Math.abs(now - at) < pendingMs && this.#pending.size < mostPending) break;
      this.#pending.delete(digest);
    }
    const secret = createSecret('attempt');
    this.#pending.set(digestSecret(secret), { at: now, attempt, returnPath });
    return secret;
  }

  /** Once, and not after its time. */
  take(secret: string, now: number): { readonly attempt: OidcAttempt; readonly returnPath: string } | undefined {
    const digest = digestSecret(secret);
    const pending = this.#pending.get(digest);
    this.#pending.delete(digest);
    return pending !== undefined && Math.abs(now - pending.at) < pendingMs ? pending : undefined;
  }

  get size(): number {
    return this.#pending.size;
  }
}
