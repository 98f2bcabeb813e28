import type { VmIdentity } from '#collectors/collector.ts';
import type { PowerHostReading, PowerReading } from '#lib/model/readings/power.ts';
import type { Sample } from '#lib/series/sample.ts';

/** The last event of a VM: its number, as Hyper-V has it, and when it was. */
export function toPowerSamples({ last }: PowerReading, { vmId, name }: VmIdentity): readonly Sample[] {
  const labels = { vm_id: vmId, vm: name };
  return [
    { metric: 'hvitals_vm_power_last_event_code', labels, value: last.eventId },
    { metric: 'hvitals_vm_power_last_event_timestamp_seconds', labels, value: Date.parse(last.at) / 1_000 },
  ];
}

/** Whether each log could be read, how often it lost something, and what hvitals did not understand. */
export function toPowerHostSamples({ logs, unknown }: PowerHostReading, host: string): readonly Sample[] {
  return [
    ...logs.flatMap(({ channel, readable, gaps }): Sample[] => [
      { metric: 'hvitals_host_power_log_readable', labels: { host, channel }, value: readable ? 1 : 0 },
      { metric: 'hvitals_host_power_log_gaps_total', labels: { host, channel }, value: gaps },
    ]),
    ...unknown.map(({ channel, eventId, count }): Sample => {
      const labels = { host, channel, event_id: String(eventId) };
      return { metric: 'hvitals_host_power_unknown_events_total', labels, value: count };
    }),
  ];
}
