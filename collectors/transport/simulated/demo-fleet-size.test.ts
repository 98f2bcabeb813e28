import { expect, test } from 'vitest';
import { config } from '#lib/config/schema.ts';
import { demoFleet } from './demo-fleet.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);

test.each([
  [1_000, 25],
  [50, 500],
  [1, 1],
])('the configuration allows %i hosts with %i VMs, and each of them is another', (hosts, vmsPerHost) => {
  const { demo } = config.parse({ demo: { hosts, vmsPerHost } });
  const fleet = demoFleet(demo);
  expect(new Set(fleet.hostNames).size).toBe(hosts);
  const vms = fleet.hostNames.flatMap((name) => fleet.hostAt(name, now)?.vms ?? fleet.hostAt(name, now + 600_000)?.vms ?? []);
  expect(vms).toHaveLength(hosts * vmsPerHost);
  const owned = vms.filter(({ kind, replicationMode }) => kind === 'realized' && replicationMode !== 2);
  expect(new Set(owned.map(({ id }) => id)).size).toBe(owned.length);
  // A replica and an incoming VM share the id of the VM that they are copies of.
  expect(vms.length - owned.length).toBeLessThanOrEqual(2);
});

test.each([[{ hosts: 1_001 }], [{ hosts: 0 }], [{ vmsPerHost: 501 }]])('%j is refused', (demo) => {
  expect(config.safeParse({ demo }).success).toBe(false);
});
