import { type SessionLimits, toSessionLimits } from '#lib/auth/session.ts';
import type { WebConfig } from '#lib/config/web-schema.ts';

/** What users and wall links have to know of this installation, as it was when the server started. */
export interface WebFacts {
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
export function setWebFacts(web: WebConfig): void {
  (globalThis as Holder)[key] = { limits: toSessionLimits(web), externalUrl: web.externalUrl };
}

/** Undefined before a server has started. */
export function webFacts(): WebFacts | undefined {
  return (globalThis as Holder)[key];
}
