import { LogInLimiter } from '#lib/auth/log-in-limiter.ts';
import { PasswordDesk } from '#lib/auth/password-desk.ts';

/** What checks passwords and slows down who guesses them. */
export interface PasswordParts {
  readonly desk: PasswordDesk;
  readonly limiter: LogInLimiter;
}

// Routes are plain functions, so that what they check by is one per process: the same as that of the log-in.
let parts: PasswordParts | undefined;

/** Called when a server starts that asks for a log-in. */
export function setPasswordParts(given: PasswordParts): void {
  parts = given;
}

export function passwordParts(): PasswordParts {
  parts ??= { desk: new PasswordDesk(), limiter: new LogInLimiter() };
  return parts;
}
