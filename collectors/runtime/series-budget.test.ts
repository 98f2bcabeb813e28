import { expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { recordData } from '#collectors/transport/simulated/records.ts';
import { clockDefinitions } from './clock-samples.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);

test('a VM has twenty series on average, those that are joined from several collectors among them', () => {
  const hosts = demoFleet({ hosts: 20, vmsPerHost: 25, seed: 1 }).at(now);
  const vms = hosts.reduce((sum, host) => sum + host.vms.length, 0);
  let series = 0;
  let beacons = 0;
  for (const host of hosts) {
    for (const collector of registry) {
      const { data } = recordData(host, collector.name, collector.args(undefined), now);
      const result = collector.parse(data, { hostTime: now, now, state: undefined, previous: new Map() });
      if (!result.ok) continue;
      for (const [vmId, reading] of result.vms) {
        const count = collector.vmSamples?.(reading, { vmId, name: 'x', host: 'h' }).length ?? 0;
        series += count;
        beacons += collector.name === 'beacon' ? count : 0;
      }
    }
  }
  // The clock of a guest with a beacon: against NTP and against its host two series each, and one of its frequency.
  const joined = beacons * (clockDefinitions.length + 2);
  expect(beacons).toBeGreaterThan(0);
  expect((series + joined) / vms).toBeLessThanOrEqual(20);
});
