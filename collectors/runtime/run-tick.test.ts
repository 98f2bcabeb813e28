// Longer than 250 lines: one rig, and every way in which a tick can go.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyCollector, defineCollector, type ParseResult } from '#collectors/collector.ts';
import { registry } from '#collectors/registry.ts';
import { recordData } from '#collectors/transport/simulated/records.ts';
import { TransportError } from '#collectors/transport/transport.ts';
import { delay } from '#lib/clock.ts';
import { createFakeClock, type FakeClock, noTurns } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Json } from '#lib/model/json.ts';
import { outcomes } from '#lib/model/outcome.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { Daemon } from './daemon.ts';
import { createScriptedTransport, framesOf, recordFrame, type ScriptedTransport } from './scripted-transport.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const web = linuxVm(testVmId(1, 1), 'web-01', start);
const db = linuxVm(testVmId(1, 2), 'db-01', start);

/** A collector whose parser, samples and arguments do what the test says. */
const planted: { parse: () => ParseResult<unknown, unknown, number>; samples: () => never[]; args: (state?: number) => Json } = {
  parse: () => ({ ok: true, vms: new Map() }),
  args: (state) => ({ seen: state ?? null }),
  samples: () => [],
};
const plantedCollector = defineCollector<unknown, unknown, number>({
  name: 'planted',
  help: 'For tests.',
  intervalSeconds: 15,
  timeoutSeconds: 5,
  metrics: [catalog.hvitals_vm_kvp_guest_items],
  vmReading: z.unknown(),
  args: (state) => planted.args(state),
  parse: () => planted.parse(),
  vmSamples: () => planted.samples(),
});

let folder: string;
let clock: FakeClock;
let store: OpenStore;
let transport: ScriptedTransport;
let daemon: Daemon;
let logged: Record<string, unknown>[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-tick-'));
  clock = createFakeClock(start);
  store = await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors', now: clock.now });
  transport = createScriptedTransport();
  logged = [];
  planted.parse = () => ({ ok: true, vms: new Map() });
  planted.samples = () => [];
  planted.args = (state) => ({ seen: state ?? null });
});

afterEach(async () => {
  await daemon.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(collectors: readonly AnyCollector[]): Promise<void> {
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  daemon = new Daemon({ registry: collectors, clock, turns: noTurns, log, store, transportOf: () => transport });
  await daemon.apply({ collectors: {} }, [{ name: 'hv01', transport: 'simulated', labels: {}, collectors: {} }]);
  await clock.advance(100);
}

const text = async () => Buffer.concat(await daemon.exposition.snapshot()).toString();
const vmCollector = registry.filter(({ name }) => name === 'vm');
const vmAndPlanted = [...vmCollector, plantedCollector];
const vmData = (...vms: (typeof web)[]) => recordData(makeHost('hv01', vms), 'vm', {}, start).data;
const scrapeOf = async (collector: string) => (await store.listScrapes()).find((scrape) => scrape.collector === collector);

test.each(outcomes)(
  'outcome %s of a record reaches the store, the metric and the counters, and keeps the readings before it',
  async (outcome) => {
    transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', data: vmData(web) })]));
    await run(vmCollector);
    const data = outcome === 'no-data' ? null : vmData(web);
    transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', outcome, reason: 'Why.', data })]));
    await clock.advance(15_100);
    const scrape = await scrapeOf('vm');
    const succeeds = ['ok', 'partial', 'no-data'].includes(outcome);
    expect(scrape).toMatchObject({ outcome, reason: 'Why.', failures: succeeds ? 0 : 1 });
    const age = (scrape?.finishedAt ?? 0) - (scrape?.lastReadingAt ?? 0);
    expect(Math.round(age / 1_000)).toBe(succeeds ? 0 : 15);
    const whole = await text();
    expect(whole).toContain(`hvitals_scrape_outcome{host="hv01",collector="vm",outcome="${outcome}"} 1\n`);
    expect(whole).toContain(`hvitals_scrape_success{host="hv01",collector="vm"} ${succeeds ? 1 : 0}\n`);
    expect(whole.includes(`hvitals_vm_state{vm_id="${web.id}"`)).toBe(outcome !== 'no-data');
    expect(await daemon.metrics.render()).toContain(`hvitals_daemon_scrapes_total{collector="vm",outcome="${outcome}"} `);
    expect(await store.listReadings({ vmId: web.id })).toHaveLength(outcome === 'no-data' ? 0 : 1);
  },
);

test.each(['timeout', 'unreachable', 'access-denied', 'role-outdated', 'error'] as const)(
  'a call that fails with %s costs only those whose record had not arrived',
  async (outcome) => {
    transport.play('hv01', async function* () {
      yield recordFrame({ collector: 'vm', data: vmData(web) });
      throw new TransportError(outcome, 'The line went dead.');
    });
    await run(vmAndPlanted);
    expect(await scrapeOf('vm')).toMatchObject({ outcome: 'ok', reason: undefined });
    expect(await scrapeOf('planted')).toMatchObject({
      outcome,
      reason: 'The line went dead.',
      lastReadingAt: undefined,
      failures: 1,
    });
  },
);

test.each(['error', 'role-outdated', 'access-denied'] as const)(
  'a call that fails late with %s does not make a collector without a record slow: its interval stays, a measured one is doubled',
  async (outcome) => {
    transport.play('hv01', async function* (_, signal) {
      yield recordFrame({ collector: 'vm', data: vmData(web), tookMs: 5_000 });
      await delay(clock, 6_000, signal);
      throw new TransportError(outcome, 'The PowerShell process ended.');
    });
    await run(vmAndPlanted);
    await clock.advance(7_000);
    expect(await scrapeOf('planted')).toMatchObject({ outcome, intervalSeconds: 15 });
    expect(await scrapeOf('vm')).toMatchObject({ outcome: 'ok', intervalSeconds: 30 });
  },
);

test('a record that cannot be read says nothing about how slow its collector is', async () => {
  transport.play('hv01', async function* (_, signal) {
    await delay(clock, 6_000, signal);
    yield { kind: 'bad', collector: 'vm', outcome: 'parse-error', reason: 'No JSON.' };
  });
  await run(vmCollector);
  await clock.advance(7_000);
  expect(await scrapeOf('vm')).toMatchObject({ outcome: 'parse-error', intervalSeconds: 15 });
});

test('VMs that an ok record lacks are removed, in a partial one they stay', async () => {
  transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', data: vmData(web, db) })]));
  await run(vmCollector);
  transport.play('hv01', () =>
    framesOf([recordFrame({ collector: 'vm', outcome: 'partial', reason: 'Half.', data: vmData(web) })]),
  );
  await clock.advance(15_100);
  expect(await store.listReadings({ vmId: db.id })).toHaveLength(1);
  expect(await text()).toContain(`hvitals_vm_state{vm_id="${db.id}"`);
  transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', data: vmData(web) })]));
  await clock.advance(15_100);
  expect(await store.listReadings({ vmId: db.id })).toHaveLength(0);
  expect(await text()).not.toContain(db.id);
});

test('a parser that throws is the outcome error of that collector alone, counted and logged with what was thrown', async () => {
  planted.parse = () => {
    throw new RangeError('planted');
  };
  transport.play('hv01', () =>
    framesOf([recordFrame({ collector: 'planted' }), recordFrame({ collector: 'vm', data: vmData(web) })]),
  );
  await run(vmAndPlanted);
  expect(await scrapeOf('planted')).toMatchObject({ outcome: 'error' });
  expect(await scrapeOf('vm')).toMatchObject({ outcome: 'ok' });
  expect(await daemon.metrics.render()).toContain('hvitals_daemon_faults_total{part="parser"} 1\n');
  expect(logged.find(({ msg }) => msg === 'parser failed')).toMatchObject({
    host: 'hv01',
    collector: 'planted',
    err: { message: 'planted' },
  });
});

test('a collector that cannot make its question costs only itself, at the first call and at every later one', async () => {
  planted.args = () => {
    throw new RangeError('planted');
  };
  transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', data: vmData(web) })]));
  await run(vmAndPlanted);
  await clock.advance(15_100);
  expect(transport.requests.map(({ request }) => request.collectors.map(({ name }) => name))).toEqual([['vm'], ['vm']]);
  expect(await scrapeOf('vm')).toMatchObject({ outcome: 'ok', failures: 0 });
  expect(await scrapeOf('planted')).toMatchObject({
    outcome: 'error',
    failures: 2,
    reason: 'The question of planted could not be made: this is a fault in hvitals.',
  });
  expect(await daemon.metrics.render()).toContain('hvitals_daemon_faults_total{part="arguments"} 2\n');
  expect(logged.find(({ msg }) => msg === 'arguments could not be made')).toMatchObject({
    host: 'hv01',
    collector: 'planted',
    err: { message: 'planted' },
  });
});

test('samples that cannot be made cost the series of that collector alone', async () => {
  planted.parse = () => ({ ok: true, vms: new Map([[web.id, { a: 1 }]]) });
  planted.samples = () => {
    throw new TypeError('planted');
  };
  transport.play('hv01', () =>
    framesOf([recordFrame({ collector: 'vm', data: vmData(web) }), recordFrame({ collector: 'planted' })]),
  );
  await run(vmAndPlanted);
  expect(await text()).toContain(`hvitals_vm_state{vm_id="${web.id}"`);
  expect(await daemon.metrics.render()).toContain('hvitals_daemon_faults_total{part="samples"} 1\n');
  expect(await scrapeOf('planted')).toMatchObject({ outcome: 'ok' });
});

test('the state that a parser saves is the argument of the next request, also after a restart', async () => {
  planted.parse = () => ({ ok: true, vms: new Map(), state: 42 });
  transport.play('hv01', () => framesOf([recordFrame({ collector: 'planted' })]));
  await run([plantedCollector]);
  expect(transport.requests.at(-1)?.request.collectors[0]?.args).toEqual({ seen: null });
  await clock.advance(15_100);
  expect(transport.requests.at(-1)?.request.collectors[0]?.args).toEqual({ seen: 42 });
  await daemon.stop();
  await run([plantedCollector]);
  expect(transport.requests.at(-1)?.request.collectors[0]?.args).toEqual({ seen: 42 });
});

test('a host whose clock is years off, or says nonsense, is read like any other', async () => {
  for (const at of ['1970-01-01T00:00:00.000Z', '2126-01-01T00:00:00.000Z', 'half past nine']) {
    transport.play('hv01', () => framesOf([recordFrame({ collector: 'vm', at, data: vmData(web) })]));
    if (transport.requests.length === 0) await run(vmCollector);
    await clock.advance(15_100);
    expect(await scrapeOf('vm')).toMatchObject({ outcome: 'ok' });
    expect((await scrapeOf('vm'))?.finishedAt).toBeLessThanOrEqual(clock.now());
  }
});

test('one call per tick carries all due collectors with their timeouts, and a deadline that holds them all', async () => {
  await run(vmAndPlanted);
  const [first] = transport.requests;
  expect(first?.request.collectors.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])).toEqual([
    ['vm', vmCollector[0]?.timeoutSeconds],
    ['planted', 5],
  ]);
  expect(first?.request.deadlineSeconds).toBeGreaterThan(5 + (vmCollector[0]?.timeoutSeconds ?? 0));
  expect(transport.requests).toHaveLength(1);
});

test('a host that turns the sign-on down is left alone like one that is away: more tries could lock the account', async () => {
  // biome-ignore lint/correctness/useYield: it fails before it has anything to yield.
  transport.play('hv01', async function* () {
    throw new TransportError('access-denied', 'Permission denied.');
  });
  await run(vmCollector);
  await clock.advance(300_000);
  // After 5, 10, 20, 40, 80 and 160 seconds instead of every 15.
  expect(transport.requests.length).toBe(6);
  expect(await scrapeOf('vm')).toMatchObject({ outcome: 'access-denied', failures: 6 });
});

test('an outcome is logged when it changes and not again while it stays', async () => {
  transport.play('hv01', () =>
    framesOf([recordFrame({ collector: 'vm', outcome: 'access-denied', reason: 'No rights.', data: null })]),
  );
  await run(vmCollector);
  await clock.advance(60_000);
  const changes = logged.filter(({ msg }) => msg === 'scrape outcome changed');
  expect(changes).toMatchObject([
    { level: 'warn', host: 'hv01', collector: 'vm', from: null, to: 'access-denied', reason: 'No rights.' },
  ]);
});
