/** How long sessions last, milliseconds. */
export interface SessionLimits {
  /** Since the last request. */
  readonly idleMs: number;
  /** Since the log-in, whatever happens. */
  readonly lifeMs: number;
}

/** Times of a session, UTC milliseconds. */
export interface SessionTimes {
  readonly createdAt: number;
  readonly seenAt: number;
}

export type SessionState = 'live' | 'idle' | 'expired';

/** The limits in milliseconds, from the configuration's hours and days. */
export function toSessionLimits(web: { readonly sessionIdleHours: number; readonly sessionDays: number }): SessionLimits {
  return { idleMs: web.sessionIdleHours * 3_600_000, lifeMs: web.sessionDays * 86_400_000 };
}

/** Whether a session still holds at `now`. Times ahead of it come from a clock that was wrong: as far ahead, they count as far back. Pure. */
export function decideSession({ createdAt, seenAt }: SessionTimes, limits: SessionLimits, now: number): SessionState {
  if (Math.abs(now - createdAt) >= limits.lifeMs) return 'expired';
  return Math.abs(now - seenAt) >= limits.idleMs ? 'idle' : 'live';
}

/** Times of use are written at most this often, milliseconds: each write wakes everyone who follows the store. */
const touchEveryMs = 60_000;

/** Whether a use at `now` is to be written down, after the last one that was. Also where the clock was put back. Pure. */
export function isTouchDue(usedAt: number | undefined, now: number): boolean {
  return usedAt === undefined || Math.abs(now - usedAt) >= touchEveryMs;
}
