import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type PowerHostReading, type PowerReading, powerHostReading, powerReading } from '#lib/model/readings/power.ts';
import { parsePower, powerIntervalSeconds } from './power.parse.ts';
import { toPowerHostSamples, toPowerSamples } from './power.samples.ts';
import { powerChannels } from './power-events.ts';
import { type PowerState, readPowerState } from './power-state.ts';

/** What a host's event logs say of the power of its VMs. Docs: power.md. */
export const power = defineCollector<PowerHostReading, PowerReading, PowerState>({
  name: 'power',
  help: 'Starts, stops, crashes and saves of VMs, from the event logs of the host, and whether those logs can be read.',
  intervalSeconds: powerIntervalSeconds,
  timeoutSeconds: 10,
  metrics: [
    catalog.hvitals_vm_power_last_event_code,
    catalog.hvitals_vm_power_last_event_timestamp_seconds,
    catalog.hvitals_host_power_log_readable,
    catalog.hvitals_host_power_log_gaps_total,
    catalog.hvitals_host_power_unknown_events_total,
  ],
  hostReading: powerHostReading,
  vmReading: powerReading,
  args: (state) => {
    const bookmarks = readPowerState(state)?.bookmarks ?? {};
    return {
      channels: powerChannels.map(({ channel, meanings, ignored }) => {
        const known = bookmarks[channel];
        const bookmark = known === undefined ? null : { recordId: known.recordId, at: known.at };
        return { channel, bookmark, wanted: [...meanings.keys()], ignored };
      }),
    };
  },
  parse: parsePower,
  hostSamples: toPowerHostSamples,
  vmSamples: toPowerSamples,
});
