import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyCollector } from '#collectors/collector.ts';
import { vm } from '#collectors/vm/vm.ts';
import { createFakeClock, type FakeClock } from '#lib/fake-clock.ts';
import { beaconOf, hostClockOf } from '#lib/findings/testdata/facts.ts';
import { createLogger } from '#lib/log.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import { beaconReading } from '#lib/model/readings/beacon.ts';
import { clockHostReading } from '#lib/model/readings/clock.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Sample } from '#lib/series/sample.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { testVmId } from '../../e2e/support/make-host.ts';
import { createClockSamples } from './clock-samples.ts';
import { applyDiff, diffPair, type PairDiff } from './diff-readings.ts';
import { type FleetMemory, pairMemory } from './fleet-memory.ts';
import { FindingJudge } from './judge.ts';
import { HostFindingJudge } from './judge-hosts.ts';
import { OwnerIndex } from './owner-index.ts';
import { exposedDefinitions, ReadingPublisher } from './publish-readings.ts';
import { HistoryRecorder } from './record-history.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const [onPtp, onNtp, plain] = [testVmId(1, 1), testVmId(1, 2), testVmId(1, 3)];
const collectorOf = (name: string, rest: Partial<AnyCollector>): AnyCollector => ({
  ...(vm as AnyCollector),
  name,
  metrics: [],
  ...rest,
});
const registry: readonly AnyCollector[] = [
  vm as AnyCollector,
  collectorOf('beacon', {
    vmReading: beaconReading as AnyCollector['vmReading'],
    vmSamples: () => [],
    hostSamples: undefined as never,
  }),
  collectorOf('clock', { hostReading: clockHostReading as never, vmSamples: () => [], hostSamples: () => [] }),
];

let folder: string;
let store: OpenStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-clocks-'));
  store = await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors', now: () => start });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Memory, metrics, history and both judges of one host, as the daemon puts them together; ticks are given by hand. */
function rig(clock: FakeClock) {
  const plans = registry.map(
    (collector) => [collector.name, { collector, intervalMs: 60_000, timeoutMs: 5_000, settings: { ntpServers: [] } }] as const,
  );
  const host = { plans: new Map(plans), pairs: new Map() };
  const memory: FleetMemory = new Map([['hv01', host]]);
  const owners = new OwnerIndex(memory);
  const exposition = new Exposition({ definitions: exposedDefinitions });
  const log = createLogger({ level: 'error' });
  const onFault = (_host: string, _collector: string, error: unknown) => {
    throw error;
  };
  const derived = createClockSamples(memory, owners);
  const publisher = new ReadingPublisher({ exposition, memory, owners, registry, clock, derived, onFault });
  const metrics = { observeCommit: () => undefined, countFault: () => undefined };
  const judging = { store, memory, owners, exposition, clock, log, metrics };
  const [judge, hostJudge] = [new FindingJudge(judging), new HostFindingJudge(judging)];
  const recorded: string[] = [];
  const sink = {
    append: (subject: string, _time: number, { series }: { readonly series: readonly string[] }) =>
      void recorded.push(...series.map((one) => `${subject} ${one}`)),
  };
  const recorder = new HistoryRecorder({ sink, memory, owners, derived, onFault });
  const tick = async (name: string, readings: { readonly host?: unknown; readonly vms?: ReadonlyMap<VmId, unknown> }) => {
    const collector = registry.find((one) => one.name === name) as AnyCollector;
    const brought = {
      host: readings.host,
      vms: readings.vms ?? new Map<VmId, unknown>(),
      state: undefined,
      changes: [],
      events: [],
      keepMissing: false,
    };
    const result = {
      collector,
      outcome: 'ok',
      reason: undefined,
      finishedAt: clock.now(),
      tookMs: 1,
      frameBytes: 1,
      fault: undefined,
      readings: brought,
    } as unknown as Parameters<typeof diffPair>[1];
    const diff: PairDiff = diffPair('hv01', result, pairMemory(host, name), {
      nextRunAt: clock.now() + 60_000,
      intervalSeconds: 60,
    });
    applyDiff(pairMemory(host, name), diff);
    publisher.publishTick('hv01', [diff]);
    recorder.recordTick('hv01', [result], [diff]);
    await judge.judgeTick('hv01', [diff]);
    await hostJudge.judgeTick('hv01', [diff]);
  };
  const series = async () => {
    publisher.expire();
    const lines = Buffer.concat(await exposition.snapshot())
      .toString()
      .split('\n');
    return lines.filter((line) => /^hvitals_(vm_clock|host_finding)/.test(line)).sort();
  };
  return { tick, series, judge, hostJudge, memory, recorded };
}

const machines = new Map(
  [onPtp, onNtp, plain].map((vmId) => [vmId, { name: `vm ${vmId.at(-1)}`, kind: 'realized', state: 2, operationalStatus: [2] }]),
);
const beacons = (now: number, sequence: number) => {
  const shift = { sequence, seenAt: now, notBefore: now - 60_000 };
  const own = beaconOf({ offsetSeconds: 0 }, shift);
  const following = beaconOf({ source: 'host-ptp', offsetSeconds: 0 }, shift);
  return new Map<VmId, unknown>([
    [onPtp, { ...following, writtenAt: now - 20_000 }],
    [onNtp, { ...own, writtenAt: now - 60_000 }],
    [plain, { present: false, problems: [] }],
  ]);
};
const offset = (lines: readonly string[], vmId: VmId, reference: string) =>
  Number(
    lines
      .find(
        (line) => line.startsWith('hvitals_vm_clock_offset_seconds') && line.includes(vmId) && line.includes(`"${reference}"`),
      )
      ?.split(' ')
      .at(-1),
  );

test('a host 40 s ahead has the finding, not the guests that follow it; its offset goes into theirs', async () => {
  const clock = createFakeClock(start);
  const { tick, series, judge, recorded } = rig(clock);
  await tick('vm', { vms: machines });
  await tick('beacon', { vms: beacons(start, 1) });
  const before = judge.judged;
  await tick('clock', { host: hostClockOf(40) });
  // Only the two that have a clock in their beacon were looked at again.
  expect(judge.judged - before).toBe(2);
  const lines = await series();
  expect([offset(lines, onPtp, 'ntp'), offset(lines, onPtp, 'host')]).toEqual([40, 0]);
  expect([offset(lines, onNtp, 'ntp'), offset(lines, onNtp, 'host')]).toEqual([0, -40]);
  expect(lines.filter((line) => line.includes(plain))).toEqual([]);
  expect(lines).toContain('hvitals_host_finding{host="hv01",code="host-clock-bad",severity="warning"} 1');
  expect((await store.listHostFindings()).map(({ host, code }) => `${host} ${code}`)).toEqual(['hv01 host-clock-bad']);
  expect(JSON.stringify(await store.listHostFindings())).toContain('"count":1');
  expect(await store.listFindings()).toEqual([]);
  await tick('beacon', { vms: beacons(start, 2) });
  expect(recorded).toContain(`vm:${onPtp} hvitals_vm_clock_offset_seconds{reference="ntp"}`);
  await tick('clock', { host: hostClockOf(0) });
  expect(await store.listHostFindings()).toEqual([]);
  expect(offset(await series(), onPtp, 'ntp')).toBe(0);
});

test('a host’s clock that moves within what all rules let pass has no VM judged; one that does not finds and clears by itself', async () => {
  const { tick, judge } = rig(createFakeClock(start));
  const sampling = beaconOf({ daemon: 'ntpd', daemons: ['ntpd'], hostSamples: 'large', offsetSeconds: 0 }, { system: 'freebsd' });
  const found = async () => (await store.listFindings()).map(({ vmId, code }) => `${vmId} ${code}`);
  await tick('vm', { vms: machines });
  await tick('clock', { host: hostClockOf(0) });
  await tick('beacon', { vms: beacons(start, 1).set(onNtp, { ...sampling, notBefore: undefined }) });
  const before = judge.judged;
  await tick('clock', { host: hostClockOf(0.000_1) });
  await tick('clock', { host: hostClockOf(0.09) });
  expect(judge.judged).toBe(before);
  expect(await found()).toEqual([]);
  await tick('clock', { host: hostClockOf(0.5) });
  expect(await found()).toEqual([`${onNtp} time-sync-conflict`]);
  await tick('clock', { host: hostClockOf(0.01) });
  expect(await found()).toEqual([]);
  const after = judge.judged;
  await tick('clock', { host: hostClockOf(0) });
  expect(judge.judged).toBe(after);
});

test('series vanish where the beacon stands still, and where nothing is read any more', async () => {
  const clock = createFakeClock(start);
  const { tick, series } = rig(clock);
  await tick('vm', { vms: machines });
  await tick('clock', { host: hostClockOf(0) });
  const first = beacons(start, 1);
  await tick('beacon', { vms: first });
  expect(await series()).toHaveLength(10);
  await clock.advance(60_000);
  await tick('beacon', { vms: first });
  expect(await series()).toHaveLength(10);
  await clock.advance(120_000);
  await tick('beacon', { vms: first });
  expect(await series()).toEqual([]);
  await tick('beacon', { vms: beacons(start + 180_000, 2) });
  expect(await series()).toHaveLength(10);
  await clock.advance(600_000);
  expect(await series()).toEqual([]);
});

test('a host that is no target any more takes its finding along, in the series too', async () => {
  const { tick, series, hostJudge, memory } = rig(createFakeClock(start));
  await store.replaceTargets([{ host: 'hv01', transport: 'ssh', address: undefined, labels: {} }]);
  await tick('clock', { host: hostClockOf(-400) });
  expect(await series()).toEqual(['hvitals_host_finding{host="hv01",code="host-clock-bad",severity="critical"} 1']);
  await store.replaceTargets([]);
  memory.clear();
  await hostJudge.targetsChanged();
  expect([await series(), await store.listHostFindings()]).toEqual([[], []]);
});

test('at most five series of a clock per VM', () => {
  const samples: readonly Sample[] = createSamplesOfEverything();
  expect(samples).toHaveLength(5);
});

function createSamplesOfEverything(): readonly Sample[] {
  const clock = createFakeClock(start);
  const { memory } = rig(clock);
  const owners = new OwnerIndex(memory);
  const host = memory.get('hv01');
  if (host === undefined) throw new Error('the host is there');
  pairMemory(host, 'vm').vms.set(onNtp, machines.get(onNtp));
  pairMemory(host, 'beacon').vms.set(onNtp, beacons(start, 1).get(onNtp));
  pairMemory(host, 'clock').host = hostClockOf(0);
  owners.update(onNtp, 'hv01');
  return createClockSamples(memory, owners).samplesOf(onNtp);
}
