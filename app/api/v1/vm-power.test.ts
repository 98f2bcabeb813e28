import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { apiVmPower } from '#lib/model/api/vm-power.ts';
import { testEvent, testScrape, testTick, testUpsert, testVmId } from '#lib/store/contract/rows.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { GET } from './vms/[vmId]/power/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-vm-power-'));
const now = Date.now();
const hour = 3_600_000;
const ago = (hours: number) => now - hours * hour;
const iso = (time: number) => new Date(time).toISOString();
const channel = 'Microsoft-Windows-Hyper-V-Worker-Admin';
let store: OpenStore;

const vm = (parts: object) => ({ name: 'web', kind: 'realized', state: 2, operationalStatus: [2], ...parts });
/** Its clock is 30 s ahead. */
const clock = {
  serversFrom: 'configured',
  servers: [{ server: 'ntp.example', offset: { seconds: 30, boundSeconds: 0.01 } }],
  resolutionSeconds: 0.001,
};
const logs = (readable: boolean) => ({ logs: [{ channel, readable, gaps: 0 }], unknown: [] });
const event = (key: string, kind: string, hoursAgo: number, parts: object = {}) =>
  testEvent(key, { kind, at: ago(hoursAgo), seenAt: ago(hoursAgo) + 40_000, detail: {}, ...parts });

beforeAll(async () => {
  const file = join(folder, 'hvitals.yaml');
  writeFileSync(file, `data: {directory: ${JSON.stringify(folder)}}\n`);
  process.env.HVITALS_CONFIG = file;
  store = await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors' });
  await store.replaceTargets(['hv01', 'hv02', 'hv03'].map((host) => ({ host, transport: 'ssh', address: host, labels: {} })));
  const scrapes = ['vm', 'power', 'clock'].map((collector) => testScrape({ collector, finishedAt: now, lastReadingAt: now }));
  const placed = { source: 'placed', from: 'hv02', to: 'hv01', notBefore: ago(3) - 60_000, notAfter: ago(3) };
  await store.commitTick(
    testTick({
      at: ago(2),
      scrapes,
      upserts: [
        testUpsert(1, vm({ startedAt: iso(ago(20) + 30_000), stateChangedAt: iso(ago(10) + 30_000) }), 'vm'),
        testUpsert(2, vm({ state: 3 }), 'vm'),
        testUpsert(undefined, logs(true), 'power'),
        testUpsert(undefined, clock, 'clock'),
      ],
      events: [
        event('a', 'started', 20, { at: ago(20) + 30_000 }),
        event('b', 'disk-resized', 5),
        event('c', 'placed', 3, { collector: 'vm', detail: placed }),
        event('d', 'saved', 30),
        event('e', 'restored', 29),
        event('f', 'paused', 0.01, { at: now + 600_000, seenAt: now - 1_000 }),
        event('g', 'log-rolled-over', 1, { vmId: undefined, detail: { channel, lastAt: ago(2) + 30_000 }, at: ago(1) + 30_000 }),
        event('h', 'log-rolled-over', 1, { collector: 'migration', vmId: undefined, detail: { channel, lastAt: ago(2) } }),
      ],
    }),
  );
  const lost = event('i', 'log-cleared', 4, { vmId: undefined, detail: { channel, lastAt: ago(6) } });
  await store.commitTick(
    testTick({
      host: 'hv02',
      at: ago(1),
      scrapes,
      upserts: [testUpsert(3, vm({}), 'vm'), testUpsert(undefined, logs(false), 'power')],
      events: [lost],
    }),
  );
  await store.commitTick(testTick({ host: 'hv03', events: [lost] }));
});

afterAll(async () => {
  await closeStore();
  await store.close();
  delete process.env.HVITALS_CONFIG;
  rmSync(folder, { recursive: true, force: true });
});

async function answer(vmId: string, query = ''): Promise<Response> {
  const params = Promise.resolve({ vmId });
  return GET(new Request(`http://127.0.0.1/api/v1/vms/${vmId}/power${query}`), { params });
}
const ask = async (n: number, query = '') => apiVmPower.parse(await (await answer(testVmId(n), query)).json());

test('the events of the span and the last one before it, by true time, and not later than they were taken up', async () => {
  const { events } = await ask(1);
  expect(events.map(({ kind, at }) => [kind, at])).toEqual([
    ['paused', now - 1_000],
    ['placed', ago(3)],
    ['started', ago(20)],
    ['restored', ago(29) - 30_000],
  ]);
  const week = await ask(1, '?range=7d');
  expect(week.range).toBe('7d');
  expect(week.events.map(({ kind }) => kind)).toEqual(['paused', 'placed', 'started', 'restored', 'saved']);
});

test('the moves, and what the logs of power of the hosts on which it was have lost', async () => {
  const { migrations, gaps } = await ask(1);
  expect(migrations).toMatchObject([{ fromHost: 'hv02', toHost: 'hv01', result: 'finished' }]);
  expect(gaps).toEqual([
    { host: 'hv01', from: ago(2), to: ago(1) },
    { host: 'hv02', from: ago(6), to: ago(4) },
  ]);
});

test('what is read now, since when it is so for certain, and whether events are told', async () => {
  const { present, knownFrom } = await ask(1);
  expect(present).toMatchObject({ host: 'hv01', state: 'running', since: ago(10), provenSince: ago(20), hereSince: ago(2) });
  expect(present.watched).toBe(true);
  expect(knownFrom).toBe(ago(29) + 40_000 - 24 * hour);
  expect(await ask(2)).toMatchObject({ present: { state: 'off', since: null, provenSince: ago(2) }, knownFrom: ago(26) });
  expect(await ask(3)).toMatchObject({ present: { watched: false, provenSince: ago(1) }, events: [] });
});

test('a VM that no host lists is not found, and a range that there is not is a day', async () => {
  expect((await answer(testVmId(9))).status).toBe(404);
  expect((await answer('nothing')).status).toBe(404);
  expect((await ask(2, '?range=forever')).range).toBe('24h');
});

test('more events than are gone through at once are cut, and that is said', async () => {
  const many = Array.from({ length: 1_100 }, (_, n) => ({ host: 'hv01', ...event(`m${n}`, 'reset-by-guest', 1 + n / 100) }));
  await store.commitEvents(many.map((one) => ({ ...one, vmId: testVmId(2) })));
  const { events, completeFrom, knownFrom } = await ask(2);
  expect(events).toHaveLength(1_000);
  expect(completeFrom).toBe(knownFrom);
  expect(completeFrom).toBeGreaterThan(ago(12));
});
