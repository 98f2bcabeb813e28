/** What the page for logging in has to know of this installation. */
export interface LogInWays {
  /** Host name of the identity provider, where there is one. */
  readonly provider: string | undefined;
  /** Whether passwords would cross a network in the clear. */
  readonly isPlain: boolean;
}

interface Holder {
  [key]?: LogInWays;
}

// Next bundles its pages apart: the server says it, once per process.
const key = Symbol.for('hvitals.app.logInWays');

/** Called when a server starts that asks for a log-in. */
export function setLogInWays(ways: LogInWays): void {
  (globalThis as Holder)[key] = ways;
}

/** Undefined where nobody is asked to log in. */
export function logInWays(): LogInWays | undefined {
  return (globalThis as Holder)[key];
}
