import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { apiMigrations } from '#lib/model/api/migrations.ts';
import type { Json } from '#lib/model/json.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { testScrape, testVmId } from '#lib/store/contract/rows.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { StoredEvent } from '#lib/store/store.ts';
import { GET } from './migrations/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-migrations-'));
const url = 'http://127.0.0.1/api/v1/migrations';
const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;
let store: OpenStore;

const vm = (name: string): VmReading => ({ name, kind: 'realized', state: 2, operationalStatus: [2] });
const event = (n: number, parts: Partial<StoredEvent>): Omit<StoredEvent, 'id'> => ({
  host: 'hv01',
  collector: 'migration',
  key: `e${n}`,
  vmId: testVmId(n),
  kind: 'migration-finished',
  severity: 'info',
  at: now - 10 * minute,
  seenAt: now - 10 * minute,
  detail: {},
  ...parts,
});
const job = (more: Record<string, Json> = {}): Json => ({ source: 'job', job: 'j', type: 'live', destination: 'HV02', ...more });

beforeAll(async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
  store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  await store.replaceTargets(
    ['hv01', 'hv02', 'hv03'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })),
  );
  const parts = { removals: [], changes: [], events: [], states: [], at: now };
  const scrapes = (migrationFailures: number) => [
    testScrape({ finishedAt: now, lastReadingAt: now }),
    testScrape({ collector: 'migration', finishedAt: now, lastReadingAt: now, failures: migrationFailures }),
  ];
  const row = (collector: string, n: number | undefined, reading: unknown) => ({
    collector,
    vmId: n === undefined ? undefined : testVmId(n),
    reading: reading as Json,
  });
  const clock = {
    serversFrom: 'configured',
    servers: [{ server: 'ntp.example', offset: { seconds: 30, boundSeconds: 0.01 } }],
    resolutionSeconds: 0.001,
  };
  const jobs = (name: string) => ({ jobs: [{ job: name, type: 'live', destination: 'HV02', percent: 42 }] });
  await store.commitTick({
    ...parts,
    host: 'hv01',
    scrapes: scrapes(0),
    upserts: [
      row('vm', 1, vm('web-1')),
      row('vm', 3, vm('web-3')),
      row('migration', 3, jobs('j3')),
      row('clock', undefined, clock),
    ],
  });
  await store.commitTick({
    ...parts,
    host: 'hv03',
    scrapes: scrapes(3),
    upserts: [row('vm', 4, vm('web-4')), row('migration', 4, jobs('j4'))],
  });
  await store.commitEvents([
    // By the clock of hv01, which is 30 s ahead.
    event(1, { detail: job({ startedAt: now - 11 * minute + 30_000, endedAt: now - 10 * minute + 30_000 }) }),
    event(2, {
      kind: 'migration-failed',
      at: now - 5 * hour,
      detail: { source: 'log', eventId: 21_024, side: 'source', reason: 'no rights' },
    }),
    event(3, { kind: 'migration-running', at: now - 26 * hour, detail: job({ job: 'j3', startedAt: now - 26 * hour }) }),
    event(4, { host: 'hv03', kind: 'migration-running', at: now - minute, detail: job({ job: 'j4', startedAt: now - minute }) }),
    event(5, {
      host: 'hv02',
      at: now - 3 * 24 * hour,
      detail: job({ type: 'storage', destination: 'HV02', endedAt: now - 3 * 24 * hour }),
    }),
  ]);
});

afterAll(async () => {
  await closeStore();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (query = '') => apiMigrations.parse(await (await GET(new Request(`${url}${query}`))).json());
const vms = async (query: string) => (await ask(query)).records.map(({ vmId }) => vmId).toSorted();

test('the last day, newest first, with the names of now, by true time', async () => {
  const { records, total, from, to, hosts, completeFrom } = await ask();
  expect(to - from).toBe(24 * hour);
  expect(hosts).toEqual(['hv01', 'hv02', 'hv03']);
  expect({ total, completeFrom }).toEqual({ total: 4, completeFrom: null });
  expect(records.map(({ at }) => at)).toEqual(records.map(({ at }) => at).toSorted((a, b) => b - a));
  expect(records.find(({ vmId }) => vmId === testVmId(1))).toMatchObject({
    name: 'web-1',
    fromHost: 'hv01',
    toHost: 'hv02',
    kind: 'live',
    result: 'finished',
    startedAt: now - 11 * minute,
    finishedAt: now - 10 * minute,
  });
  expect(records.find(({ vmId }) => vmId === testVmId(2))).toMatchObject({ name: null, result: 'failed', reason: 'no rights' });
});

test('what runs since before the span is there; what a silent host called running is not known to run', async () => {
  const { records } = await ask('?range=1h');
  expect(records.find(({ vmId }) => vmId === testVmId(3))).toMatchObject({ result: 'running', percent: 42 });
  expect(records.find(({ vmId }) => vmId === testVmId(4))).toMatchObject({ result: 'unknown' });
});

test('filters leave what fits, a host at either end; nonsense restricts nothing', async () => {
  const [one, two, three, four, five] = [1, 2, 3, 4, 5].map(testVmId);
  expect(await vms('?range=7d')).toEqual([one, two, three, four, five]);
  expect(await vms('?host=hv02')).toEqual([one, three, four]);
  expect(await vms('?host=hv03&result=running')).toEqual([]);
  expect(await vms('?result=failed')).toEqual([two]);
  expect(await vms('?kind=storage&range=30d')).toEqual([five]);
  expect(await vms(`?vm=${one}`)).toEqual([one]);
  expect(await vms('?vm=x&result=great&kind=&range=forever')).toEqual([one, two, three, four]);
});

test('a host whose log speaks of a migration was one end of it, and is found by its name', async () => {
  const log = { source: 'log', eventId: 20_418 };
  await store.commitEvents([event(6, { host: 'hv03', at: now - hour / 2, seenAt: now, detail: log })]);
  const [record] = (await ask('?host=hv03&result=finished')).records;
  expect(record).toMatchObject({ vmId: testVmId(6), witnesses: ['hv03'] });
  expect([record?.fromHost, record?.toHost]).toEqual([undefined, undefined]);
  expect((await ask('?host=hv02')).records.map(({ vmId }) => vmId)).not.toContain(testVmId(6));
});

test('more than is listed is counted, and where events were cut is said', async () => {
  const many = Array.from({ length: 2_100 }, (_, n) =>
    event(100 + n, { at: now - hour - n * 1_000, detail: { source: 'log', eventId: 20_418, side: 'source' } }),
  );
  await store.commitEvents(many);
  const { records, total, completeFrom, from } = await ask('?kind=unknown');
  expect(records).toHaveLength(500);
  expect(total).toBeGreaterThan(1_900);
  expect(completeFrom).toBeGreaterThan(from);
});
