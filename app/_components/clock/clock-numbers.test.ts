import { expect, test } from 'vitest';
import type { ApiClocks, ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import { clockNumbers, furthestHostsFirst } from './clock-numbers.ts';

const freshness = { readAt: 0, intervalSeconds: 60, failures: 0 };

function hostRow(host: string, seconds: number | null, findings: string[] = []): ApiClocks['hosts'][number] {
  const clock: ApiHostClock = {
    vsNtp: seconds === null ? null : { seconds, boundSeconds: 0.01 },
    server: null,
    serversFrom: 'none',
    servers: [],
    syncType: null,
    magnitudeSeconds: null,
    resolutionSeconds: 1e-7,
  };
  return { host, clock, freshness, findings, vms: 1, knownVms: 1 };
}

function vmRow(vmId: string, clock: Partial<ApiVmClock>, findings: string[] = []): ApiClocks['vms']['rows'][number] {
  const empty: ApiVmClock = {
    vsNtp: null,
    vsHost: null,
    basis: null,
    daemon: null,
    daemons: [],
    source: null,
    reference: null,
    synchronised: null,
    stratum: null,
    frequencyPpm: null,
    timeSyncOffered: null,
    stale: false,
    saidAt: null,
  };
  return { vmId, name: vmId, host: 'hv01', clock: { ...empty, ...clock }, freshness, findings };
}

const clocks = (hosts: ApiClocks['hosts'], rows: ApiClocks['vms']['rows'], known = rows.length): ApiClocks => ({
  revision: 1,
  hosts,
  vms: { total: known + 3, known, spread: [], rows },
});
const off = (seconds: number) => ({ seconds, boundSeconds: 0.02 });

test('the furthest off is named by its distance, not by its sign', () => {
  const { worst } = clockNumbers(clocks([hostRow('hv01', 0.2)], [vmRow('a', { vsNtp: off(-3) }), vmRow('b', { vsNtp: off(2) })]));
  expect(worst).toMatchObject({ kind: 'vm', vmId: 'a', offset: { seconds: -3 } });
});

test('a host that is as far off as its guests is named before them', () => {
  const { worst } = clockNumbers(clocks([hostRow('hv01', 0.001), hostRow('hv02', 40)], [vmRow('a', { vsNtp: off(40) })]));
  expect(worst).toMatchObject({ kind: 'host', host: 'hv02' });
});

test('a VM that is known against its host alone counts by that, and one that is stale not at all', () => {
  const rows = [vmRow('old', { vsNtp: off(500), stale: true }), vmRow('a', { vsHost: off(-7) })];
  expect(clockNumbers(clocks([], rows)).worst).toMatchObject({ vmId: 'a' });
  expect(clockNumbers(clocks([], rows)).staleVms).toBe(1);
});

test('what counts is how far a clock is off for certain: a wide bound proves little', () => {
  const wide = { seconds: 30, boundSeconds: 32 };
  const { worst } = clockNumbers(clocks([], [vmRow('a', { vsHost: wide, basis: 'timestamp' }), vmRow('b', { vsNtp: off(2) })]));
  expect(worst).toMatchObject({ vmId: 'b' });
});

test('nothing that is measured leaves nothing that is worst', () => {
  expect(clockNumbers(clocks([hostRow('hv01', null)], [])).worst).toBeUndefined();
});

test('hosts without an offset are not measured, and findings are counted apart', () => {
  const hosts = [hostRow('hv01', 1, ['x']), hostRow('hv02', null), { ...hostRow('hv03', 1), clock: null }];
  const rows = [vmRow('a', { vsNtp: off(1) }, ['x', 'y'])];
  expect(clockNumbers(clocks(hosts, rows, 5))).toMatchObject({ measuredHosts: 1, hostFindings: 1, vmFindings: 2, unlisted: 4 });
});

test('hosts stand by distance, and those without an offset last in their order', () => {
  const hosts = [hostRow('b', null), hostRow('c', -0.1), hostRow('a', null), hostRow('d', 40)];
  expect(furthestHostsFirst(hosts).map(({ host }) => host)).toEqual(['d', 'c', 'b', 'a']);
});
