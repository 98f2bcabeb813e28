import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#lib/model/json.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta } from '#lib/store/store.ts';
import { createFleetModel } from './fleet-model.ts';
import { toFleet } from './read-fleet.ts';
import { hosts, nothing, scrapesAt, start, steps, target, toDelta, vmIds } from './testdata/random-deltas.ts';

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
        hostFindings: [...rows.hostFindings.values()].flatMap((codes) => [...codes.values()]),
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

test('a guest that booted when it was read is judged again by the scrapes that follow, without a new reading', () => {
  const model = createFleetModel();
  const [host = '', vmId = vmIds[0] as VmId] = [hosts[0], vmIds[0]];
  const vm = { name: 'vm', kind: 'realized', state: 2, operationalStatus: [2], startedAt: new Date(start).toISOString() };
  const both = [
    { collector: 'vm', reading: vm as Json },
    { collector: 'heartbeat', reading: { enabled: true, primary: 12, everInContact: true } as Json },
  ];
  const readings = both.map((part) => ({ ...part, host, vmId, changedAt: start, revision: 1 }));
  model.apply({ ...nothing, revision: 1, targets: [target(host)], readings, scrapes: scrapesAt(host, start + 5_000, 0) });
  expect(model.vms.get(vmId)?.signs.heartbeat.level).toBe('info');
  model.apply({ ...nothing, revision: 2, scrapes: scrapesAt(host, start + 130_000, 0) });
  expect(model.vms.get(vmId)?.signs.heartbeat.level).toBe('critical');
});
