import { z } from 'zod';
import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { parseNtpServer } from '#lib/model/ntp-server.ts';
import { type ClockHostReading, clockHostReading } from '#lib/model/readings/clock.ts';
import { parseClock } from './clock.parse.ts';
import { toClockSamples } from './clock.samples.ts';

/** The clock of a host against NTP servers. Docs: clock.md. */
export const clock = defineCollector<ClockHostReading, never, null>({
  name: 'clock',
  help: 'The clock of the host against NTP servers, with the bound of every offset, and what W32Time says of itself.',
  intervalSeconds: 30,
  timeoutSeconds: 10,
  metrics: [
    catalog.hvitals_host_clock_offset_seconds,
    catalog.hvitals_host_clock_offset_bound_seconds,
    catalog.hvitals_host_clock_w32time_offset_seconds,
    catalog.hvitals_host_clock_resolution_seconds,
  ],
  hostReading: clockHostReading,
  // VMs have no reading of this collector: their own clocks come with the beacon.
  vmReading: z.never(),
  args: (_state, settings) => ({
    servers: (settings?.ntpServers ?? []).flatMap((server) => {
      const address = parseNtpServer(server);
      return address === undefined ? [] : [{ server, ...address }];
    }),
  }),
  parse: parseClock,
  hostSamples: toClockSamples,
});
