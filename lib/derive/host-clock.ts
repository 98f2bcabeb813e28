import { chooseNtpServer } from '#lib/model/choose-ntp-server.ts';
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

/** Readings stay the same objects until they change, and all VMs of a host ask for its clock, each more than once. */
const known = new WeakMap<ClockHostReading, HostClock>();

/** The host's clock by the server that its metrics rest on too (`chooseNtpServer`). Pure but for a cache. */
export function hostClock(reading: ClockHostReading): HostClock {
  const before = known.get(reading);
  if (before !== undefined) return before;
  const clock = toHostClock(reading);
  known.set(reading, clock);
  return clock;
}

function toHostClock(reading: ClockHostReading): HostClock {
  const { serversFrom, servers, syncType, w32time, resolutionSeconds } = reading;
  const best = chooseNtpServer(servers);
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

/** By how much a clock is off for certain: what is left of the offset when its bound is taken away, never negative. Seconds. */
export function certainSeconds({ seconds, boundSeconds }: Offset): number {
  return Math.max(0, Math.abs(seconds) - boundSeconds);
}
