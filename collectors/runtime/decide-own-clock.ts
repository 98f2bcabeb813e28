import type { NtpServerReading, SntpFailure } from '#lib/model/readings/clock.ts';

/** Further off than this, beyond the bound, times in logs and on pages stop fitting those of other machines. */
export const ownClockLimitSeconds = 0.5;

/** What an NTP server says of this machine's clock: nothing is wrong, it is off, or there was no answer, and why. */
export type OwnClockState = 'good' | 'off' | SntpFailure;

/** Judges one reading. Pure. */
export function decideOwnClock({ offset, failure }: NtpServerReading): OwnClockState {
  if (offset === undefined) return failure ?? 'timeout';
  return Math.abs(offset.seconds) - offset.boundSeconds > ownClockLimitSeconds ? 'off' : 'good';
}
