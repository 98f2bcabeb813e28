import { expect, test } from 'vitest';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { fleetNumbers } from './fleet-numbers.ts';

function vm(state: number, level: ApiVm['level'], readAt = 100_000): ApiVm {
  const sign = { level, word: { key: 'heartbeat.ok' }, detail: [], freshness: { readAt, intervalSeconds: 15, failures: 0 } };
  const signs = { power: sign, heartbeat: sign, services: sign, kvp: sign };
  return { vmId: 'x', name: 'x', host: 'hv01', kind: 'realized', state, level, findings: [], signs, addresses: [], copies: 0 };
}

const scrape: ApiTarget['scrapes'][number] = {
  collector: 'vm',
  outcome: 'ok',
  reason: null,
  finishedAt: 0,
  durationMs: 0,
  lastReadingAt: 0,
  failures: 0,
  nextRunAt: 0,
  intervalSeconds: 15,
  frameBytes: 0,
};
const target: ApiTarget = {
  host: 'hv01',
  transport: 'ssh',
  address: null,
  labels: {},
  sign: { level: 'ok', word: { key: 'host.ok' }, detail: [] },
  reachable: true,
  scrapes: [
    scrape,
    { ...scrape, collector: 'kvp', outcome: 'timeout' },
    { ...scrape, collector: 'disk', outcome: 'unsupported' },
  ],
};

test('the fleet is counted by state, level and age', () => {
  const vms = [vm(2, 'ok'), vm(2, 'critical'), vm(2, 'warning'), vm(3, 'none'), vm(3, 'none'), vm(6, 'none', 1)];
  expect(fleetNumbers([target, { ...target, host: 'hv02', reachable: false, scrapes: [] }], vms, 110_000)).toEqual({
    hosts: 2,
    hostsReachable: 1,
    collectorsFailing: 1,
    vms: 6,
    running: 3,
    otherStates: [
      { state: 3, count: 2 },
      { state: 6, count: 1 },
    ],
    critical: 1,
    warning: 1,
    stale: 1,
  });
});
