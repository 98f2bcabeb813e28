import { type SessionLimits, toSessionLimits } from '#lib/auth/session.ts';
import type { WebConfig } from '#lib/config/web-schema.ts';

/** What the page for logging in has to know of this installation. */
export interface LogInWays {
  /** Host name of the identity provider, where there is one. */
  readonly provider: string | undefined;
  /** Whether passwords would cross a network in the clear. */
  readonly isPlain: boolean;
}

/** What pages and routes have to know of this installation, as it was when the server started. */
export interface WebFacts {
  /** Undefined where nobody is asked to log in. */
  readonly ways: LogInWays | undefined;
  readonly limits: SessionLimits;
  /** Where browsers reach the app, where the configuration says it. */
  readonly externalUrl: string | undefined;
}

interface Holder {
  [key]?: WebFacts;
}

// Next bundles its pages apart: the server says it, once per process.
const key = Symbol.for('hvitals.app.webFacts');

/** Called when a server starts. */
export function setWebFacts(web: WebConfig, ways: LogInWays | undefined): void {
  (globalThis as Holder)[key] = { limits: toSessionLimits(web), externalUrl: web.externalUrl, ways };
}

/** Undefined before a server has started. */
export function webFacts(): WebFacts | undefined {
  return (globalThis as Holder)[key];
}
