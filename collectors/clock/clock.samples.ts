import { chooseNtpServer } from '#lib/model/choose-ntp-server.ts';
import type { ClockHostReading } from '#lib/model/readings/clock.ts';
import type { Sample } from '#lib/series/sample.ts';

/** The host's clock by the server that `chooseNtpServer` takes. Without an answer there is no offset. */
export function toClockSamples(reading: ClockHostReading, host: string): readonly Sample[] {
  const labels = { host };
  const best = chooseNtpServer(reading.servers)?.offset;
  const samples: Sample[] = [{ metric: 'hvitals_host_clock_resolution_seconds', labels, value: reading.resolutionSeconds }];
  if (best !== undefined) {
    samples.push({ metric: 'hvitals_host_clock_offset_seconds', labels, value: best.seconds });
    samples.push({ metric: 'hvitals_host_clock_offset_bound_seconds', labels, value: best.boundSeconds });
  }
  if (reading.w32time !== undefined) {
    const value = reading.w32time.offsetMagnitudeSeconds;
    samples.push({ metric: 'hvitals_host_clock_w32time_offset_seconds', labels, value });
  }
  return samples;
}
