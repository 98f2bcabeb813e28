import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type BeaconReading, beaconReading } from '#lib/model/readings/beacon.ts';
import { parseBeacon } from './beacon.parse.ts';
import { toBeaconSamples } from './beacon.samples.ts';
import type { BeaconState } from './beacon-state.ts';

/** What the beacon script in a guest publishes of itself. Docs: beacon.md. */
export const beacon = defineCollector<never, BeaconReading, BeaconState>({
  name: 'beacon',
  help: 'What the beacon in a guest says of itself: its clock and who keeps it, its disks and filesystems, its daemons. All of it is guest-controlled.',
  intervalSeconds: 60,
  timeoutSeconds: 10,
  metrics: [catalog.hvitals_vm_beacon_seen_timestamp_seconds],
  vmReading: beaconReading,
  args: () => ({}),
  parse: parseBeacon,
  vmSamples: toBeaconSamples,
});
