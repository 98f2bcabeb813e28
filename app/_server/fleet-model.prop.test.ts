import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta, StoredScrape } from '#lib/store/store.ts';
import { createFleetModel } from './fleet-model.ts';
import { toFleet } from './read-fleet.ts';

const start = Date.UTC(2026, 10, 23, 8);
const vmIds = [1, 2].map((n) => parseVmId(`00000000-0000-4000-8000-00000000000${n}`) as VmId);
const hosts = ['hv01', 'hv02'];

const place = { host: fc.constantFrom(...hosts), vmId: fc.constantFrom(...vmIds) };
const reading = fc.oneof(
  fc.record({
    collector: fc.constant('vm'),
    reading: fc.record({
      name: fc.constantFrom('web', 'db'),
      kind: fc.constantFrom('realized', 'replica'),
      state: fc.constantFrom(2, 3),
      operationalStatus: fc.constant([2]),
      startedAt: fc.nat(20).map((step) => new Date(start + step * 20_000).toISOString()),
    }),
  }),
  fc.record({
    collector: fc.constant('heartbeat'),
    reading: fc.record({ enabled: fc.constant(true), primary: fc.constantFrom(2, 12, 12), everInContact: fc.boolean() }),
  }),
  fc.record({ collector: fc.constant('kvp'), reading: fc.constant({ nothing: 'that fits' }) }),
);
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('read' as const), ...place, what: reading }),
    fc.record({ do: fc.constant('remove' as const), ...place, collector: fc.constantFrom('vm', 'heartbeat', 'kvp') }),
    fc.record({ do: fc.constant('read' as const), ...place, what: reading }),
    fc.record({ do: fc.constant('scrape' as const), host: place.host, failures: fc.nat(4) }),
    fc.record({ do: fc.constant('drop' as const), host: place.host }),
  ),
  { maxLength: 40 },
);

const nothing: RevisionDelta = {
  revision: 0,
  reset: false,
  readings: [],
  removed: [],
  scrapes: [],
  targets: [],
  removedTargets: [],
  findings: [],
  clearedFindings: [],
};
const target = (host: string) => ({ host, transport: 'simulated', address: undefined, labels: {} });

function scrapesAt(host: string, now: number, failures: number): StoredScrape[] {
  return ['vm', 'heartbeat', 'kvp'].map((collector) => ({
    host,
    collector,
    outcome: failures > 0 ? 'unreachable' : 'ok',
    reason: undefined,
    finishedAt: now,
    durationMs: 1,
    lastReadingAt: now,
    failures,
    nextRunAt: now + 15_000,
    intervalSeconds: 15,
    frameBytes: 1,
  }));
}

function toDelta(step: typeof steps extends fc.Arbitrary<(infer Step)[]> ? Step : never, revision: number): RevisionDelta {
  const now = start + revision * 20_000;
  switch (step.do) {
    case 'read': {
      const { host, vmId, what } = step;
      const stored = { host, vmId, collector: what.collector, reading: what.reading as Json, changedAt: now, revision };
      return { ...nothing, revision, targets: [target(host)], readings: [stored], scrapes: scrapesAt(host, now, 0) };
    }
    case 'remove':
      return { ...nothing, revision, removed: [step] };
    case 'scrape':
      return { ...nothing, revision, targets: [target(step.host)], scrapes: scrapesAt(step.host, now, step.failures) };
    case 'drop':
      return { ...nothing, revision, removedTargets: [step.host] };
  }
}

test('a model that followed every delta shows what one shows that reads everything anew', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const followed = createFleetModel();
      all.forEach((step, index) => {
        followed.apply(toDelta(step, index + 1));
      });
      const { rows } = followed;
      const whole: RevisionDelta = {
        ...nothing,
        revision: rows.revision,
        reset: true,
        targets: [...rows.targets.values()],
        scrapes: [...rows.scrapes.values()].flatMap((scrapes) => [...scrapes.values()]),
        readings: [...rows.vmReadings].flatMap(([vmId, places]) =>
          [...places].flatMap(([host, parts]) =>
            [...parts.values()].map(({ collector, reading: parsed, changedAt }) => {
              const stored = parsed === undefined ? { nothing: 'that fits' } : (parsed as unknown as Json);
              return { host, vmId, collector, reading: stored, changedAt, revision: 0 };
            }),
          ),
        ),
      };
      const anew = createFleetModel();
      anew.apply(whole);
      expect(toFleet(followed).targets).toEqual(toFleet(anew).targets);
      expect(toFleet(followed).vms).toEqual(toFleet(anew).vms);
    }),
    { numRuns: 300 },
  );
});

test('only what a delta touches is judged again', () => {
  const model = createFleetModel();
  const read = (index: number, primary: number): RevisionDelta => {
    const [host = '', vmId] = [hosts[0], vmIds[index]];
    const vm = { name: `vm${index}`, kind: 'realized', state: 2, operationalStatus: [2] };
    const both = [
      { collector: 'vm', reading: vm as Json },
      { collector: 'heartbeat', reading: { enabled: true, primary, everInContact: true } as Json },
    ];
    const readings = both.map((part) => ({ ...part, host, vmId, changedAt: start, revision: 1 }));
    return { ...nothing, revision: 1, targets: [target(host)], readings, scrapes: scrapesAt(host, start, 0) };
  };
  model.apply(read(0, 2));
  model.apply(read(1, 2));
  const untouched = model.vms.get(vmIds[0] as VmId);
  const change = model.apply(read(1, 13));
  expect([...change.vms]).toEqual([vmIds[1]]);
  expect(model.vms.get(vmIds[1] as VmId)?.level).toBe('critical');
  expect(model.vms.get(vmIds[0] as VmId)).toBe(untouched);
});
