// Longer than 250 lines: one rig, and every way in which a host can lie.
import { join } from 'node:path';
import { setImmediate as macrotask } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { maxCallBytes, maxCallFrames } from '#collectors/transport/host-call.ts';
import { createScenarioFleet } from '#collectors/transport/simulated/scenario-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import { delay } from '#lib/clock.ts';
import { createFakeClock, noTurns } from '#lib/fake-clock.ts';
import { memoryChunkStore } from '#lib/history/memory-chunk-store.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { createLogger } from '#lib/log.ts';
import { mostVms } from '#lib/model/vm-rows.ts';
import { openStore } from '#lib/store/open-store.ts';
import { cleanUp, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { Daemon } from './daemon.ts';
import { newVmsLimit } from './novelty-budget.ts';
import { createLyingTransport, type Lie, moduleHash } from './testdata/lying-transport.ts';

/*
 * One host tells the truth, its neighbour does not. Whatever the liar sends ends as an outcome of its own collectors, within limits, and
 * everything that hvitals holds and says of the other host is, byte for byte, what it is without the liar.
 */

afterEach(cleanUp);

const good = makeHost('good', [linuxVm(testVmId(1, 1), 'web-01', start), linuxVm(testVmId(1, 2), 'db-01', start)]);
const liar = makeHost('liar', [linuxVm(testVmId(2, 1), 'app-01', start)]);
const runMs = 150_000;

/** Runs both hosts for a while. `lie` undefined: the liar is out of reach. */
async function run(lie: Lie | undefined) {
  const clock = createFakeClock(start);
  const store = await openStore({ file: join(await tempFolder(), 'hvitals.db'), mode: 'collectors', now: clock.now });
  const fleet = createScenarioFleet([good]);
  const honest = createSimulatedTransport(fleet, clock.now);
  const lying = lie === undefined ? undefined : createLyingTransport(liar, clock, lie);
  const goodCalls: number[] = [];
  const chunks = memoryChunkStore();
  const history = new MinuteBuffer(chunks);
  const daemon = new Daemon({
    registry,
    clock,
    turns: noTurns,
    log: createLogger({ level: 'error', stream: { write: () => undefined } }),
    store,
    history,
    transportOf: () => ({
      scrape(target, ...rest) {
        if (target.name === 'good') goodCalls.push(clock.now());
        return target.name === 'good' || lying === undefined ? honest.scrape(target, ...rest) : lying.scrape(target, ...rest);
      },
      close: () => Promise.resolve(),
    }),
  });
  await daemon.apply({ collectors: {} }, targetsOf('good', 'liar'));
  // Large data is unpacked on another thread, which made-up time does not wait for.
  for (let passed = 0; passed < runMs; passed += 1_000) {
    await clock.advance(1_000);
    while (lying?.isReading() === true) await macrotask();
  }
  const metrics = Buffer.concat(await daemon.exposition.snapshot()).toString();
  const ofGood = [...good.vms.map(({ id }) => id), 'host="good"'];
  await history.flush(Number.POSITIVE_INFINITY);
  const readings = await store.listReadings({});
  const seen = {
    good: {
      calls: goodCalls,
      metrics: metrics.split('\n').filter((line) => ofGood.some((word) => line.includes(word))),
      readings: readings.filter(({ host }) => host === 'good').map(({ revision: _, ...rest }) => rest),
      scrapes: (await store.listScrapes()).filter(({ host }) => host === 'good'),
      findings: (await store.listFindings()).filter(({ host }) => host === 'good'),
    },
    liar: {
      calls: lying?.calls ?? [],
      outcomes: new Map(
        (await store.listScrapes())
          .filter(({ host }) => host === 'liar')
          .map(({ collector, outcome, reason }) => [collector, { outcome, reason }]),
      ),
      readings: readings.filter(({ host }) => host === 'liar'),
    },
    findings: await store.listFindings(),
    metrics,
    keptVms: new Set([...chunks.chunks.values()].flatMap(({ subject }) => (subject.startsWith('vm:') ? [subject] : []))).size,
  };
  await daemon.stop();
  await store.close();
  return seen;
}

let alone: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  alone = await run(undefined);
  await cleanUp();
}, 60_000);

const names = ({ request }: Parameters<Lie>[0]) => request.collectors.map(({ name }) => name);
const end = ({ nonce }: Parameters<Lie>[0]) => JSON.stringify({ v: 1, module: moduleHash, nonce, end: true, tookMs: 1 });
/** An honest answer but for one collector. */
const butFor = (collector: string, lie: (asked: Parameters<Lie>[0]) => ReturnType<Lie>): Lie =>
  async function* (asked) {
    for (const name of names(asked)) {
      if (name === collector) yield* lie(asked);
      else yield asked.honest(name);
    }
    yield end(asked);
  };
const vmRow = (number: number, over: object = {}) => ({
  id: testVmId(3, number),
  name: 'x',
  kind: 'realized',
  state: 2,
  operationalStatus: [2],
  ...over,
});
const vmData = (vms: readonly unknown[]) => ({ host: { computerName: 'LIAR', countedByHealthSummary: null }, vms });
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const replayed: string[] = [];
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => vmRow(from + index + 1));

interface Case {
  readonly what: string;
  readonly lie: Lie;
  /** What the liar's collector ends as. */
  readonly collector?: string;
  readonly outcome: string;
  readonly reason?: RegExp;
  /** The most VMs that the liar has afterwards. */
  readonly mostVms?: number;
}

const cases: readonly Case[] = [
  {
    what: 'sends the same record again and again',
    lie: butFor('vm', function* ({ honest }) {
      for (let n = 0; n < 500; n++) yield honest('vm');
    }),
    outcome: 'ok',
    mostVms: 1,
  },
  {
    what: 'sends records of an earlier call',
    lie: function* (asked) {
      if (asked.tick === 0) replayed.push(...names(asked).map((name) => asked.honest(name)));
      yield* replayed;
      yield end(asked);
    },
    outcome: 'parse-error',
    reason: /another call/,
  },
  {
    what: 'has another module',
    lie: butFor('vm', ({ honest }) => [honest('vm', { module: 'ffffffffffffffff' })]),
    outcome: 'role-outdated',
    reason: /needs 0123456789abcdef/,
  },
  {
    what: 'sends records of collectors that nobody asked for',
    lie: function* (asked) {
      for (const name of names(asked)) yield asked.honest(name);
      yield asked.honest('vm', { collector: 'sudo' });
      yield asked.honest('vm', { collector: '__proto__' });
      // Not due: what it says must not count.
      if (asked.tick > 0) yield asked.honest('kvp', { data: { vms: [] } });
      yield end(asked);
    },
    collector: 'kvp',
    outcome: 'ok',
    mostVms: 1,
  },
  {
    what: 'sends a record that the dispatcher does not carry',
    lie: function* () {
      yield { kind: 'oversized', characters: 2_000_000_000 };
    },
    outcome: 'parse-error',
    reason: /2000000000 characters/,
  },
  {
    what: 'sends one record without end',
    lie: function* () {
      const bytes = Buffer.alloc(1_048_576, 'x');
      for (let sent = 0; sent <= maxCallBytes; sent += bytes.length) yield { kind: 'part', bytes };
    },
    outcome: 'error',
    reason: /more than 64 MiB/,
  },
  {
    what: 'sends small records without end',
    lie: function* () {
      for (let n = 0; n <= maxCallFrames; n++) yield '{}';
    },
    outcome: 'parse-error',
    reason: /without a version/,
  },
  {
    what: 'sends records without end that nobody asked for',
    lie: function* ({ honest }) {
      for (let n = 0; n <= maxCallFrames; n++) yield honest('vm', { collector: 'other' });
    },
    outcome: 'error',
    reason: /more than 1000 records/,
  },
  {
    what: 'drips a byte a second',
    lie: async function* ({ clock, signal }) {
      while (!signal.aborted) {
        yield { kind: 'part', bytes: Buffer.from('{') };
        await delay(clock, 1_000, signal);
      }
    },
    outcome: 'timeout',
  },
  {
    what: 'drips noise a second',
    lie: async function* ({ clock, signal }) {
      while (!signal.aborted) {
        yield 'noise';
        await delay(clock, 1_000, signal);
      }
    },
    outcome: 'parse-error',
    reason: /no record/,
  },
  {
    what: 'sends a bomb',
    lie: butFor('vm', ({ honest }) => [honest('vm', { gz: gzipSync(Buffer.alloc(200_000_000)).toString('base64') })]),
    outcome: 'parse-error',
    reason: /packed data cannot be read/,
  },
  {
    what: 'nests without end',
    lie: butFor('vm', ({ honest }) => [honest('vm').replace(/"data":.*/, `"data":${nested(1_000_000)}}`)]),
    outcome: 'parse-error',
    reason: /no list of VMs/,
  },
  {
    what: 'nests without end inside of a row',
    lie: butFor('vm', ({ honest }) => [
      honest('vm', { data: vmData([vmRow(1, { name: '@' })]) }).replace('"@"', nested(1_000_000)),
    ]),
    outcome: 'partial',
    reason: /name/,
  },
  {
    what: 'names a property twice',
    lie: butFor('vm', ({ honest }) => [honest('vm').replace('"outcome":"ok"', '"outcome":"ok","outcome":"access-denied"')]),
    outcome: 'access-denied',
  },
  {
    what: 'sends what is no UTF-8',
    lie: butFor('vm', ({ honest }) => [Buffer.from(honest('vm').replace('app-01', 'app\u00ff\u00c0\u0080'), 'latin1')]),
    outcome: 'ok',
    mostVms: 1,
  },
  {
    what: 'sends bytes that are no text at all',
    lie: butFor('vm', () => [Buffer.from([0xff, 0xfe, 0x00, 0x80])]),
    outcome: 'parse-error',
    reason: /no record/,
  },
  {
    what: 'says that it took ages',
    lie: butFor('vm', ({ honest }) => [honest('vm', { tookMs: 1e300 })]),
    outcome: 'parse-error',
    reason: /tookMs/,
  },
  ...['0000-01-01T00:00:00Z', '1601-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map(
    (at): Case => ({
      what: `lives in ${at}`,
      lie: (asked) => [...names(asked).map((name) => asked.honest(name, { at })), end(asked)],
      outcome: 'ok',
    }),
  ),
  {
    what: 'claims 100,000 VMs',
    lie: butFor('vm', ({ honest }) => [
      honest('vm', {
        data: null,
        gz: gzipSync(JSON.stringify(vmData(many(100_000).map(({ id }) => ({ id }))))).toString('base64'),
      }),
    ]),
    outcome: 'parse-error',
    reason: /100000 VMs, and 4096 is the most/,
    mostVms: 0,
  },
  {
    what: 'has other VMs each time, and never all of them',
    lie: (asked) => [
      asked.honest('vm', { outcome: 'partial', reason: 'Half.', data: vmData(many(1_500, asked.tick * 1_500)) }),
      end(asked),
    ],
    outcome: 'parse-error',
    reason: /is the most/,
    mostVms,
  },
  {
    what: 'runs a VM of its neighbour',
    lie: butFor('vm', ({ honest }) => [
      honest('vm', { data: vmData([vmRow(1, { id: testVmId(1, 1), name: 'stolen', onTimeMs: 3_600_000 * 24 * 90 })]) }),
    ]),
    outcome: 'ok',
    mostVms: 2,
  },
];

describe('a host that', { timeout: 60_000 }, () => {
  test.each(cases)('$what harms only itself', async ({ lie, collector = 'vm', outcome, reason, mostVms: most = 0 }) => {
    const seen = await run(lie);
    expect(seen.liar.outcomes.get(collector)).toMatchObject({ outcome });
    if (reason !== undefined) expect(seen.liar.outcomes.get(collector)?.reason).toMatch(reason);
    for (const { reason: text = '' } of seen.liar.outcomes.values()) expect(text.length).toBeLessThan(2_100);
    const vms = new Set(seen.liar.readings.flatMap(({ vmId }) => vmId ?? []));
    expect(vms.size).toBeLessThanOrEqual(Math.max(1, most));
    for (const { frames } of seen.liar.calls) expect(frames).toBeLessThanOrEqual(maxCallFrames);
    expect(seen.metrics).not.toMatch(/NaN|Inf/);
    const { metrics, findings, ...rest } = seen.good;
    const { metrics: metricsAlone, findings: findingsAlone, ...restAlone } = alone.good;
    expect(rest).toEqual(restAlone);
    const isContested = (line: string) => line.includes('duplicate-vm-id');
    expect(metrics.filter((line) => !isContested(line))).toEqual(metricsAlone);
    expect(findings.filter(({ code }) => code !== 'duplicate-vm-id').map(({ revision: _, ...finding }) => finding)).toEqual(
      findingsAlone.map(({ revision: _, ...finding }) => finding),
    );
  });
});

test('a host that claims the VM of another one overwrites nothing of it, and the VM is told as one that runs twice', async () => {
  const stolen = (asked: Parameters<Lie>[0]) => [
    ...names(asked).map((name) =>
      name === 'vm'
        ? asked.honest('vm', {
            data: vmData([
              vmRow(1, { id: testVmId(1, 1), name: 'stolen', onTimeMs: Math.round(1_000 + asked.clock.now() - start) }),
            ]),
          })
        : asked.honest(name),
    ),
    end(asked),
  ];
  const seen = await run(stolen);
  expect(seen.good.readings).toEqual(alone.good.readings);
  expect(seen.findings.map(({ code, vmId }) => [code, vmId])).toContainEqual(['duplicate-vm-id', testVmId(1, 1)]);
  const other = (line: string) => line.includes(testVmId(1, 2));
  expect(seen.good.metrics.filter(other)).toEqual(alone.good.metrics.filter(other));
}, 60_000);

test('a host that makes up new VMs at each scrape fills no history', async () => {
  const flood = (asked: Parameters<Lie>[0]) => [
    ...names(asked).map((name) =>
      name === 'vm' ? asked.honest('vm', { data: vmData(many(4_000, asked.tick * 4_000)) }) : asked.honest(name),
    ),
    end(asked),
  ];
  const seen = await run(flood);
  expect(seen.liar.calls.length).toBeGreaterThan(5);
  expect(seen.keptVms).toBeGreaterThan(newVmsLimit.most - 10);
  expect(seen.keptVms).toBeLessThan(newVmsLimit.most + 10);
  expect(seen.good.metrics).toEqual(alone.good.metrics);
}, 60_000);
