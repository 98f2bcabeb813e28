import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { type ApiEvents, apiEvents } from '#lib/model/api/events.ts';
import { testEvent, testTick, testUpsert, testVmId } from '#lib/store/contract/rows.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { GET } from './events/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-events-'));
const now = Date.now();
const reading = {
  name: 'web <b>',
  kind: 'realized',
  state: 2,
  healthState: 5,
  operationalStatus: [2],
  startedAt: '2026-11-20T00:00:00.000Z',
};
let store: OpenStore;

beforeAll(async () => {
  const file = join(folder, 'hvitals.yaml');
  writeFileSync(file, `data: {directory: ${JSON.stringify(folder)}}\n`);
  process.env.HVITALS_CONFIG = file;
  store = await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors' });
  await store.replaceTargets(['hv01', 'hv02'].map((host) => ({ host, transport: 'ssh', address: host, labels: {} })));
  await store.commitTick(
    testTick({
      upserts: [testUpsert(1, reading, 'vm')],
      events: [
        testEvent('a', { at: now - 3_000, detail: { eventId: 18_502, vmName: 'old name' } }),
        testEvent('b', { at: now - 2_000, vmId: testVmId(2), kind: 'saved', severity: 'info', detail: { vmName: 'gone' } }),
        testEvent('c', {
          at: now - 90_000_000,
          vmId: undefined,
          kind: 'log-reset',
          detail: { channel: 'VMMS', nested: { a: 1 } },
        }),
      ],
    }),
  );
  await store.commitTick(testTick({ host: 'hv02', events: [testEvent('d', { at: now - 1_000, kind: 'of-another-version' })] }));
});

afterAll(async () => {
  await closeStore();
  await store.close();
  delete process.env.HVITALS_CONFIG;
  rmSync(folder, { recursive: true, force: true });
});

async function ask(query = ''): Promise<ApiEvents> {
  const response = await GET(new Request(`http://127.0.0.1/api/v1/events${query}`));
  expect(response.status).toBe(200);
  return apiEvents.parse(await response.json());
}
const kinds = ({ events }: ApiEvents) => events.map(({ kind }) => kind);

test('events come newest first, with the name that a VM has now, else the one that the log had', async () => {
  const { events, next } = await ask();
  expect(events.map(({ kind, vm, vmKnown, host }) => [kind, vm, vmKnown, host])).toEqual([
    ['of-another-version', 'web <b>', true, 'hv02'],
    ['saved', 'gone', false, 'hv01'],
    ['turned-off', 'web <b>', true, 'hv01'],
    ['log-reset', null, false, 'hv01'],
  ]);
  expect(next).toBeNull();
  // What no fact is, is left out whole.
  expect(events[3]?.detail).toEqual({});
});

test('a question narrows them, and nonsense does not', async () => {
  expect(kinds(await ask('?host=hv02'))).toEqual(['of-another-version']);
  expect(kinds(await ask(`?vm=${testVmId(2)}`))).toEqual(['saved']);
  expect(kinds(await ask('?group=log,power'))).toEqual(['saved', 'turned-off', 'log-reset']);
  expect(kinds(await ask('?severity=warning&range=24h'))).toEqual(['of-another-version', 'turned-off']);
  expect(kinds(await ask('?group=nothing&severity=&vm=x&range=soon&from=yesterday&limit=many&cursor=1-&after=-1'))).toHaveLength(
    4,
  );
});

test('a page leads to the next one', async () => {
  const first = await ask('?limit=3');
  expect(kinds(first)).toHaveLength(3);
  expect(kinds(await ask(`?limit=3&cursor=${first.next}`))).toEqual(['log-reset']);
});

test('the cursor leads through all of them once', async () => {
  // Many at one time, and one between two milliseconds: the order has to be the same on every page.
  const times = Array.from({ length: 23 }, (_, n) => (n === 22 ? 5_000.5 : n % 2 === 0 ? 5_000 : 5_000 + n));
  await store.commitTick(testTick({ host: 'hv03', events: times.map((at, n) => testEvent(`p${n}`, { at })) }));
  for (const limit of [1, 2, 5, 7, 23, 24]) {
    const seen: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: ApiEvents = await ask(`?host=hv03&limit=${limit}&cursor=${next}`);
      expect(page.events.length).toBeLessThanOrEqual(limit);
      seen.push(...page.events.map(({ id }) => id));
      next = page.next;
      expect(seen.length).toBeLessThanOrEqual(times.length);
    }
    expect(seen).toEqual((await ask('?host=hv03&limit=100')).events.map(({ id }) => id));
    expect(new Set(seen).size).toBe(times.length);
  }
});

test('what was taken up after an event is told, late ones too', async () => {
  const { taken: known, events } = await ask('?limit=1000');
  expect(known).toBe(Math.max(...events.map(({ id }) => id)));
  const added = [testEvent('late', { at: now - 80_000_000, kind: 'saved' }), testEvent('new', { at: now, kind: 'restored' })];
  expect((await ask(`?after=${known}`)).events).toEqual([]);
  await store.commitTick(testTick({ events: added }));
  expect(kinds(await ask(`?after=${known}`))).toEqual(['restored', 'saved']);
  const cut = await ask(`?after=${known}&limit=1`);
  expect(kinds(cut)).toEqual(['restored']);
  expect(kinds(await ask(`?after=${known}&cursor=${cut.next}`))).toEqual(['saved']);
});
