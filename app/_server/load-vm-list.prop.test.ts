import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runAtOnce } from '#app/_queries/run-in-slices.ts';
import { applyPackedVms, type VmList } from '#lib/derive/vm-list.ts';
import type { Json } from '#lib/model/json.ts';
import { createFleetModel, type FleetModel } from './fleet-model.ts';
import { packVmList } from './load-vm-list.ts';
import { toFleet } from './read-fleet.ts';
import { hosts, nothing, scrapesAt, start, steps, target, toDelta, vmIds } from './testdata/random-deltas.ts';

/** What a browser holds after it has asked once more. */
function ask(model: FleetModel, held: VmList | undefined): VmList {
  const packed = JSON.parse(JSON.stringify(packVmList(model, held)));
  const list = runAtOnce(applyPackedVms(held, packed));
  if (list === undefined) throw new Error('the answer does not go on from what is held');
  return list;
}

test('a list that was brought up to date by changes, often or rarely, is the whole list', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 7 }), (all, rarely) => {
      const model = createFleetModel();
      model.apply({ ...nothing, reset: true });
      let often = ask(model, undefined);
      let rare = often;
      all.forEach((step, index) => {
        model.apply(toDelta(step, index + 1));
        often = ask(model, often);
        if (index % rarely === 0) rare = ask(model, rare);
        expect(often.vms).toEqual(toFleet(model).vms);
      });
      expect(ask(model, rare).vms).toEqual(toFleet(model).vms);
      expect(ask(model, undefined).vms).toEqual(toFleet(model).vms);
    }),
    { numRuns: 300 },
  );
});

/** A model of two VMs on a host each, and the list that a browser holds of it. */
function twoVms() {
  const model = createFleetModel();
  const vm = { name: 'vm', kind: 'realized', state: 2, operationalStatus: [2] };
  model.apply({
    ...nothing,
    revision: 1,
    reset: true,
    targets: hosts.map(target),
    readings: hosts.map((host, index) => ({
      host,
      vmId: vmIds[index],
      collector: 'vm',
      reading: vm,
      changedAt: start,
      revision: 1,
    })),
    scrapes: hosts.flatMap((host) => scrapesAt(host, start, 0)),
  });
  return { model, held: ask(model, undefined) };
}

test('a scrape that says nothing new costs the ages of its host and no VM', () => {
  const { model, held } = twoVms();
  model.apply({ ...nothing, revision: 2, scrapes: scrapesAt('hv01', start + 15_000, 0) });
  expect(packVmList(model, held)).toMatchObject({
    since: 1,
    hosts: [['hv01', {}, [start + 15_000, 15, 0], {}, {}, {}]],
    vms: [],
  });
  const next = ask(model, held);
  const on = (list: VmList, host: string) => list.vms.find((one) => one.host === host);
  expect(on(next, 'hv01')?.signs.power.freshness.readAt).toBe(start + 15_000);
  expect(on(next, 'hv02')).toBe(on(held, 'hv02'));
  expect(on(held, 'hv01')?.signs.power.freshness.readAt).toBe(start);
});

test('a reading that a list shows nothing of, such as a beacon’s, costs no VM either', () => {
  const { model, held } = twoVms();
  const problems = (all: string[]) => ({ present: false, problems: all });
  const read = (collector: string, reading: Json, revision: number) =>
    model.apply({
      ...nothing,
      revision,
      readings: [{ host: 'hv01', vmId: vmIds[0], collector, reading, changedAt: start + revision, revision }],
    });
  read('beacon', problems([]), 2);
  read('beacon', problems(['unknown-key']), 3);
  expect(packVmList(model, held).vms).toEqual([]);
  expect(ask(model, held).vms).toEqual(toFleet(model).vms);
  read('heartbeat', { enabled: true, primary: 13, everInContact: true }, 4);
  expect(packVmList(model, held).vms).toHaveLength(1);
  expect(ask(model, held).vms).toEqual(toFleet(model).vms);
});

test('another life, or a change that leads on from elsewhere, is not put into the list', () => {
  const { model, held } = twoVms();
  const reset = { ...nothing, revision: 5, reset: true };
  expect(packVmList(model, { ...held, life: 'another' }).since).toBeNull();
  model.apply(reset);
  expect(packVmList(model, held)).toMatchObject({ since: null, vms: [] });
  const change = packVmList(model, { life: model.life, revision: 5 });
  expect(change.since).toBe(5);
  expect(runAtOnce(applyPackedVms(held, change))).toBeUndefined();
});
