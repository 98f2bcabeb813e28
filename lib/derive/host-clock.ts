import type { Offset } from '#lib/model/clock.ts';
import type { ClockHostReading, NtpServerReading } from '#lib/model/readings/clock.ts';

/** The clock of a host: what its answers come to. */
export interface HostClock {
  /** Against NTP; undefined where no server answered, or none is known. */
  readonly vsNtp: Offset | undefined;
  /** The server that `vsNtp` rests on. */
  readonly server: string | undefined;
  readonly serversFrom: ClockHostReading['serversFrom'];
  readonly servers: readonly NtpServerReading[];
  readonly syncType: string | undefined;
  /** W32Time's own word, without a sign. */
  readonly magnitudeSeconds: number | undefined;
  readonly resolutionSeconds: number;
}

/**
 * Takes the server with the smallest bound among those that most servers agree with, as NTP's selection does in the large
 * (RFC 5905, 11.2.1): one false ticker among three must not decide what a host's clock is. Where no majority agrees, the smallest
 * bound decides alone. Pure.
 */
export function hostClock(reading: ClockHostReading): HostClock {
  const { serversFrom, servers, syncType, w32time, resolutionSeconds } = reading;
  const answered = servers.flatMap(({ server, offset }) => (offset === undefined ? [] : [{ server, offset }]));
  const truthful = answered.filter(
    (one) => 2 * answered.filter((other) => agree(one.offset, other.offset)).length > answered.length,
  );
  const candidates = truthful.length > 0 ? truthful : answered;
  const best = candidates.toSorted((a, b) => a.offset.boundSeconds - b.offset.boundSeconds || (a.server < b.server ? -1 : 1))[0];
  return {
    vsNtp: best?.offset,
    server: best?.server,
    serversFrom,
    servers,
    syncType,
    magnitudeSeconds: w32time?.offsetMagnitudeSeconds,
    resolutionSeconds,
  };
}

/** Whether both can be true at once. */
export function agree(a: Offset, b: Offset): boolean {
  return Math.abs(a.seconds - b.seconds) <= a.boundSeconds + b.boundSeconds;
}

/** By how much a clock is off for certain: what is left of the offset when its bound is taken away, never negative. Seconds. */
export function certainSeconds({ seconds, boundSeconds }: Offset): number {
  return Math.max(0, Math.abs(seconds) - boundSeconds);
}
