import { Counter, Gauge, type Registry } from 'prom-client';
import { type NtpServerReading, sntpFailures } from '#lib/model/readings/clock.ts';

/** This machine's clock against the NTP servers of `clock.ownNtpServers`. */
export interface OwnClockMetrics {
  /** The latest reading of a server; without an answer it has no offset any more, and the failure is counted. */
  noteOwnClock(reading: NtpServerReading): void;
  /** The server is not asked any more. */
  forgetOwnClock(server: string): void;
}

/** Creates the metrics in a registry. */
export function createOwnClockMetrics(registers: Registry[]): OwnClockMetrics {
  const offset = new Gauge({
    name: 'hvitals_daemon_clock_offset_seconds',
    help: 'Clock of this machine minus the time of an NTP server; above 0 it is ahead. Absent while the server does not answer.',
    labelNames: ['server'],
    registers,
  });
  const bound = new Gauge({
    name: 'hvitals_daemon_clock_offset_bound_seconds',
    help: 'How far the true offset can be from hvitals_daemon_clock_offset_seconds, to either side.',
    labelNames: ['server'],
    registers,
  });
  const failures = new Counter({
    name: 'hvitals_daemon_clock_failures_total',
    help: 'Times that an NTP server gave this machine no answer that could be taken, by reason.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of sntpFailures) failures.inc({ reason }, 0);
  const forget = (server: string) => {
    offset.remove({ server });
    bound.remove({ server });
  };
  return {
    noteOwnClock({ server, offset: measured, failure = 'timeout' }) {
      if (measured === undefined) {
        forget(server);
        failures.inc({ reason: failure });
        return;
      }
      offset.set({ server }, measured.seconds);
      bound.set({ server }, measured.boundSeconds);
    },
    forgetOwnClock: forget,
  };
}
