import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { apiClocks } from '#lib/model/api/clocks.ts';
import { apiHosts } from '#lib/model/api/hosts.ts';
import { apiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { Json } from '#lib/model/json.ts';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import type { ClockHostReading } from '#lib/model/readings/clock.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { testScrape, testVmId } from '#lib/store/contract/rows.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { GET as getClocks } from './clocks/route.ts';
import { GET as getHosts } from './hosts/route.ts';
import { GET as getVm } from './vms/[vmId]/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-clocks-'));
const url = 'http://127.0.0.1/api/v1/clocks';
const at = Date.UTC(2026, 5, 1, 12);
let store: OpenStore;

const vm: VmReading = { name: 'web-1', kind: 'realized', state: 2, operationalStatus: [2] };
const hostClock: ClockHostReading = {
  serversFrom: 'configured',
  servers: [{ server: 'ntp.example', offset: { seconds: 40, boundSeconds: 0.01 } }],
  resolutionSeconds: 0.001,
};
const beacon = (offsetSeconds: number, source: 'ntp' | 'host-ptp'): BeaconReading => ({
  present: true,
  intervalSeconds: 30,
  sequence: 7,
  // Thirty seconds before it was seen, by a clock that agrees with the host only where it follows the host.
  writtenAt: at - 30_000 - (source === 'ntp' ? 39_500 : 0),
  seenAt: at,
  notBefore: at - 60_000,
  disks: [],
  filesystems: [],
  problems: [],
  clock: {
    daemon: 'chrony',
    daemons: ['chrony'],
    source,
    synchronised: true,
    offsetSeconds,
    rootDispersionSeconds: 0.001,
    rootDelaySeconds: 0.002,
  },
});

beforeAll(async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
  store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  await store.replaceTargets(['hv01', 'hv02'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })));
  const row = (collector: string, n: number | undefined, reading: unknown) => ({
    collector,
    vmId: n === undefined ? undefined : testVmId(n),
    reading: reading as Json,
  });
  const scrapes = ['vm', 'beacon', 'clock'].map((collector) => testScrape({ collector, finishedAt: at, lastReadingAt: at }));
  const parts = { removals: [], changes: [], events: [], states: [], at };
  const first = [row('vm', 1, vm), row('vm', 2, { ...vm, name: 'web-2' }), row('vm', 3, { ...vm, name: 'web-3' })];
  const beacons = [
    row('beacon', 1, beacon(0.5, 'ntp')),
    row('beacon', 2, beacon(0, 'host-ptp')),
    row('beacon', 3, { present: false, problems: [] }),
  ];
  await store.commitTick({
    host: 'hv01',
    scrapes,
    upserts: [...first, ...beacons, row('clock', undefined, hostClock)],
    ...parts,
  });
  await store.commitTick({ host: 'hv02', scrapes, upserts: [row('vm', 4, { ...vm, name: 'db-1' })], ...parts });
});

afterAll(async () => {
  await closeStore();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (query = '') => apiClocks.parse(await (await getClocks(new Request(`${url}${query}`))).json());

test('hosts with their clocks, and the VMs that are furthest off against NTP first', async () => {
  const { hosts, vms } = await ask();
  expect(hosts).toMatchObject([
    { host: 'hv01', clock: { vsNtp: { seconds: 40 }, server: 'ntp.example' }, vms: 3, knownVms: 2, freshness: { readAt: at } },
    { host: 'hv02', clock: null, vms: 1, knownVms: 0, freshness: { readAt: null } },
  ]);
  expect(vms).toMatchObject({ total: 4, known: 2 });
  expect(vms.rows.map(({ name }) => name)).toEqual(['web-2', 'web-1']);
  expect(vms.rows[0]?.clock).toMatchObject({
    vsNtp: { seconds: 40 },
    vsHost: { seconds: 0 },
    basis: 'daemon',
    source: 'host-ptp',
  });
  expect(vms.rows[1]?.clock).toMatchObject({ vsNtp: { seconds: 0.5 }, vsHost: { seconds: -39.5 } });
  expect(vms.spread.find(({ upToSeconds }) => upToSeconds === 1)?.vms).toBe(1);
  expect(vms.spread.reduce((sum, step) => sum + step.vms, 0)).toBe(2);
});

test('a host and a limit leave what they name, and count all of it; nonsense for a limit is the usual one', async () => {
  const { hosts, vms } = await ask('?host=hv01&limit=1');
  expect(hosts.map(({ host }) => host)).toEqual(['hv01']);
  expect(vms).toMatchObject({ total: 3, known: 2 });
  expect(vms.rows).toHaveLength(1);
  expect((await ask('?host=hv02')).vms).toMatchObject({ total: 1, known: 0, rows: [] });
  expect((await ask('?limit=-1')).vms.rows).toHaveLength(2);
  expect((await ask('?limit=0')).vms.rows).toHaveLength(0);
});

test('a VM and a host say their clocks too', async () => {
  const context = { params: Promise.resolve({ vmId: testVmId(1) }) };
  const detail = apiVmDetail.parse(await (await getVm(new Request(url), context)).json());
  expect(detail).toMatchObject({
    clock: { vsNtp: { seconds: 0.5 } },
    beacon: { reading: { sequence: 7 }, freshness: { readAt: at } },
  });
  const hosts = apiHosts.parse(await (await getHosts(new Request(url))).json()).hosts;
  expect(hosts.map(({ clock }) => clock?.vsNtp?.seconds)).toEqual([40, undefined]);
});
