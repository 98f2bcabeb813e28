import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyCollector } from '#collectors/collector.ts';
import { registry } from '#collectors/registry.ts';
import { createFakeClock, type FakeClock } from '#lib/fake-clock.ts';
import { judgeVm } from '#lib/findings/judge-vm.ts';
import { createLogger } from '#lib/log.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { testVmId } from '../../e2e/support/make-host.ts';
import { applyDiff, diffPair, type PairDiff } from './diff-readings.ts';
import { type FleetMemory, type HostMemory, pairMemory } from './fleet-memory.ts';
import { joinFacts } from './joined-facts.ts';
import { FindingJudge } from './judge.ts';
import { OwnerIndex } from './owner-index.ts';
import { exposedDefinitions } from './publish-readings.ts';
import { clockReading, readingOf, settled, start } from './testdata/few-readings.ts';

const hosts = ['hv01', 'hv02'] as const;
const vmIds = [testVmId(1, 1), testVmId(1, 2)];
const intervalSeconds = 15;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-judge-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Readings VM id by VM id, and that of the host itself. */
interface Brought {
  readonly vms: ReadonlyMap<VmId, unknown>;
  readonly host?: unknown;
}

interface Step {
  readonly host: (typeof hosts)[number];
  readonly waitSeconds: number;
  /** What each collector of the call brought, or undefined where it failed. Collectors not due are absent. */
  readonly call: ReadonlyMap<string, Brought | undefined>;
  readonly restart: boolean;
}

const bring = (collector: string) =>
  fc.option(
    fc
      .tuple(
        ...vmIds.map((vmId) => fc.option(readingOf[collector] ?? fc.constant({})).map((reading) => [vmId, reading] as const)),
      )
      .map((all): Brought => ({ vms: new Map<VmId, unknown>(all.filter(([, reading]) => reading !== null)) })),
    { nil: undefined, freq: 3 },
  );
const bringClock = fc.option(
  clockReading.map((host): Brought => ({ vms: new Map(), host })),
  { nil: undefined, freq: 3 },
);
const due = (collector: string, often: number, brings = bring(collector)) =>
  fc.option(
    brings.map((brought) => [collector, brought] as const),
    { nil: null, freq: often },
  );
const step: fc.Arbitrary<Step> = fc
  .record({
    host: fc.constantFrom(...hosts),
    waitSeconds: fc.constantFrom(1, 7, 15, 60),
    call: fc.tuple(
      due('vm', 8),
      due('heartbeat', 8),
      due('integration-services', 4),
      due('kvp', 3),
      due('beacon', 3),
      due('clock', 4, bringClock),
    ),
    restart: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  })
  .map(({ call, ...rest }) => ({ ...rest, call: new Map(call.filter((entry) => entry !== null)) }));

/** Histories in which all is read, and then nothing but the clock of the host moves: verdicts that hang on it alone come and go. */
const clockHistory = fc.array(clockReading, { maxLength: 12 }).map((clocks) => {
  const step = (call: [string, Brought][]): Step => ({ host: 'hv01', waitSeconds: 15, restart: false, call: new Map(call) });
  const whole = Object.entries(settled).map(([collector, reading]): [string, Brought] => [
    collector,
    { vms: new Map(vmIds.map((vmId) => [vmId, reading])) },
  ]);
  return [step(whole), ...clocks.map((host) => step([['clock', { vms: new Map(), host }]]))];
});

/** What should hold: every VM judged anew at every tick, in the plainest way. */
class Model {
  readonly held = new Map<
    string,
    { readonly vmId: VmId; readonly code: string; readonly since: number; readonly host: string }
  >();
  readonly gone = new Map<VmId, { readonly host: string; readonly at: number }>();

  judge(memory: FleetMemory, owners: OwnerIndex, at: number, lister: string | undefined): void {
    for (const vmId of vmIds) {
      const joined = joinFacts(memory, owners, vmId);
      const own = () => [...this.held.values()].filter((finding) => finding.vmId === vmId);
      if (joined === undefined) {
        const [first] = own().toSorted((a, b) => b.since - a.since || (a.code < b.code ? -1 : 1));
        if (first === undefined) continue;
        const { host, at: since } = this.gone.get(vmId) ?? { host: first.host, at };
        this.gone.set(vmId, { host, at: since });
        if (host === lister && at - since >= 1.5 * intervalSeconds * 1_000) {
          for (const { code } of own()) this.held.delete(`${vmId} ${code}`);
          this.gone.delete(vmId);
        }
        continue;
      }
      this.gone.delete(vmId);
      const { findings, undecided } = judgeVm(joined.facts, joined.awaited);
      const codes = new Set<string>([...findings.map(({ code }) => code), ...undecided]);
      for (const { code } of own()) if (!codes.has(code)) this.held.delete(`${vmId} ${code}`);
      for (const { code } of findings) {
        const since = this.held.get(`${vmId} ${code}`)?.since ?? at;
        this.held.set(`${vmId} ${code}`, { vmId, code, since, host: joined.facts.host });
      }
    }
  }
}

interface World {
  readonly clock: FakeClock;
  readonly store: OpenStore;
  readonly memory: FleetMemory;
  readonly owners: OwnerIndex;
}

function judgeOf({ clock, store, memory, owners }: World): FindingJudge {
  const exposition = new Exposition({ definitions: exposedDefinitions });
  const log = createLogger({ level: 'error' });
  const countFault = (part: string) => {
    throw new Error(`a fault in ${part}`);
  };
  const metrics = { observeCommit: () => undefined, countFault };
  return new FindingJudge({ store, memory, owners, exposition, clock, log, metrics });
}

function newMemory(): FleetMemory {
  const plan = (collector: AnyCollector) => ({
    collector,
    intervalMs: intervalSeconds * 1_000,
    timeoutMs: 5_000,
    settings: { ntpServers: [] },
  });
  const host = (): HostMemory => ({
    plans: new Map(registry.map((collector) => [collector.name, plan(collector)])),
    pairs: new Map(),
  });
  return new Map(hosts.map((name) => [name, host()]));
}

/** Takes one call into memory, as a tick does. */
function takeCall({ clock, memory, owners }: World, { host: name, call }: Step): PairDiff[] {
  const host = memory.get(name);
  if (host === undefined) throw new Error('no such host');
  const diffs = registry.flatMap((collector) => {
    if (!call.has(collector.name)) return [];
    const brought = call.get(collector.name);
    const readings = brought && { host: undefined, ...brought, changes: [], events: [], state: undefined, keepMissing: false };
    const outcome = brought === undefined ? ('error' as const) : ('ok' as const);
    const finishedAt = clock.now();
    const result = { collector, outcome, reason: undefined, finishedAt, tookMs: 1, frameBytes: 1, readings, fault: undefined };
    return [diffPair(name, result, pairMemory(host, collector.name), { nextRunAt: finishedAt, intervalSeconds })];
  });
  for (const diff of diffs) applyDiff(pairMemory(host, diff.collector), diff);
  for (const diff of diffs.filter(({ collector }) => collector === 'vm')) {
    for (const vmId of [...diff.changed.keys(), ...diff.removed, ...owners.shaken(name)]) owners.update(vmId, name);
  }
  return diffs;
}

async function play(steps: readonly Step[], number: number): Promise<void> {
  const clock = createFakeClock(start);
  const memory = newMemory();
  const world = { clock, memory, owners: new OwnerIndex(memory), store: await openTestStore(clock, number) };
  const model = new Model();
  let judge = judgeOf(world);
  await judge.targetsChanged();
  try {
    for (const one of steps) {
      await clock.advance(one.waitSeconds * 1_000);
      if (one.restart) {
        judge = judgeOf(world);
        await judge.targetsChanged();
        // The time since which a VM is nowhere is not stored.
        for (const [vmId, { host }] of model.gone) model.gone.set(vmId, { host, at: clock.now() });
      }
      const diffs = takeCall(world, one);
      await judge.judgeTick(one.host, diffs);
      const listed = diffs.some(({ collector, scrape }) => collector === 'vm' && scrape.failures === 0);
      model.judge(memory, world.owners, clock.now(), listed ? one.host : undefined);
      expect(await stored(world.store)).toEqual(
        [...model.held.values()].map(({ vmId, code, since }) => `${vmId} ${code} ${since}`).toSorted(),
      );
      // The same tick again changes nothing.
      const revision = await world.store.revision();
      await judge.judgeTick(
        one.host,
        diffs.map((diff) => ({ ...diff, changed: new Map(), removed: [], hostChanged: false })),
      );
      expect(await world.store.revision()).toBe(revision);
    }
  } finally {
    await world.store.close();
  }
}

const openTestStore = (clock: FakeClock, number: number) =>
  openStore({ file: join(folder, `${number}.db`), mode: 'collectors', now: clock.now });
const stored = async (store: OpenStore) =>
  (await store.listFindings()).map(({ vmId, code, since }) => `${vmId} ${code} ${since}`).toSorted();

test('any history of readings, failures and restarts leads to what judging everything at every tick finds, with the same since', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: fc.array(step, { minLength: 3, maxLength: 25 }) }, { weight: 1, arbitrary: clockHistory }),
      (steps) => play(steps, number++),
    ),
    { numRuns: 80 },
  );
}, 60_000);

test('equal facts give equal verdicts', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
      const clock = createFakeClock(start);
      const memory = newMemory();
      const owners = new OwnerIndex(memory);
      for (const one of steps) takeCall({ clock, memory, owners, store: undefined as never }, one);
      for (const vmId of vmIds) {
        const joined = joinFacts(memory, owners, vmId);
        if (joined === undefined) continue;
        const copy = structuredClone(joined);
        expect(judgeVm(copy.facts, copy.awaited)).toEqual(judgeVm(joined.facts, joined.awaited));
        expect(copy).toEqual(joined);
      }
    }),
  );
});
