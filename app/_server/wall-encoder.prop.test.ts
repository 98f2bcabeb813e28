import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyWallDelta, isBrokenDigit, toWallBoard } from '#lib/derive/wall-board.ts';
import { type ApiWall, apiWall, apiWallDelta } from '#lib/model/api/wall.ts';
import type { Json } from '#lib/model/json.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { madeUpFleet } from '../../e2e/support/made-up-fleet.ts';
import { createFleetModel, type FleetModel } from './fleet-model.ts';
import { hosts, nothing, scrapesAt, start, steps, target, toDelta, vmIds } from './testdata/random-deltas.ts';
import { WallEncoder } from './wall-encoder.ts';

const whole = (encoder: WallEncoder): ApiWall =>
  apiWall.parse({ app: 'a', build: 'b', alerts: [], evaluatedAt: null, ...encoder.snapshot() });

/** Names of the broken VMs with their level, as the model has them. */
function brokenVms(model: FleetModel): readonly string[] {
  const broken = [...model.vms.values()].filter(({ level }) => level === 'critical' || level === 'warning');
  return broken.map(({ host, name, level }) => `${host} ${name} ${level === 'critical' ? 0 : 1}`).toSorted();
}

test('a wall that followed every delta shows what a wall shows that starts now, and both show what the model holds', () => {
  fc.assert(
    fc.property(steps, fc.nat(10), (all, before) => {
      const model = createFleetModel();
      for (const [index, step] of all.slice(0, before).entries()) model.apply(toDelta(step, index + 1));
      const encoder = new WallEncoder(model, start);
      let board = toWallBoard(whole(encoder));
      for (const [index, step] of all.entries()) {
        if (index < before) continue;
        const now = start + (index + 1) * 20_000;
        const delta = encoder.encode(model.apply(toDelta(step, index + 1)), model, now);
        board = applyWallDelta(board, apiWallDelta.parse(JSON.parse(JSON.stringify(delta))));
      }
      const anew = toWallBoard(whole(encoder));
      expect(board).toEqual(anew);
      const cells = [...board.hosts.values()].flatMap(({ cells }) => [...cells]).filter((digit) => digit !== '9');
      expect(cells).toHaveLength(
        model.vms.size === 0 ? 0 : [...model.vms.values()].filter(({ host }) => model.targets.has(host)).length,
      );
      const shown = [...board.problems.values()].map(([ref, place, , , name]) => {
        const host = board.hosts.get(ref);
        expect(isBrokenDigit(host?.cells[place])).toBe(true);
        return `${host?.name} ${name} ${host?.cells[place]}`;
      });
      expect(shown.toSorted()).toEqual(brokenVms(model));
    }),
    { numRuns: 300 },
  );
});

test('a delta that a wall has seen changes nothing', () => {
  const model = createFleetModel();
  const encoder = new WallEncoder(model, start);
  const change = model.apply({ ...nothing, revision: 1, targets: [target('hv01')], scrapes: scrapesAt('hv01', start, 0) });
  const delta = encoder.encode(change, model, start);
  const board = applyWallDelta(toWallBoard({ ...whole(encoder), revision: 0, hosts: [], words: [] }), delta);
  expect(applyWallDelta(board, delta)).toBe(board);
});

function fleetOf(primary: number) {
  const [host = '', vmId = vmIds[0] as VmId] = [hosts[0], vmIds[0]];
  const model = createFleetModel();
  const vm = { collector: 'vm', reading: { name: 'web', kind: 'realized', state: 2, operationalStatus: [2] } as Json };
  const heartbeat = { collector: 'heartbeat', reading: { enabled: true, primary, everInContact: true } as Json };
  const readings = [vm, heartbeat].map((part) => ({ ...part, host, vmId, changedAt: start, revision: 1 }));
  model.apply({ ...nothing, revision: 1, targets: [target(host)], readings, scrapes: scrapesAt(host, start, 0) });
  return { model, vmId, host };
}

test('a finding names a problem before the sign that shows it, and says since when', () => {
  const { model, vmId, host } = fleetOf(13);
  const wordOf = (encoder: WallEncoder) => {
    const { problems, words } = encoder.snapshot();
    return [words.find(([ref]) => ref === problems[0]?.[2])?.[1].key, problems[0]?.[3]];
  };
  expect(wordOf(new WallEncoder(model, start))).toEqual(['wall.problem', start / 1_000]);
  const finding = { vmId, code: 'heartbeat-lost', severity: 'critical', host, since: start - 5_000, finding: {}, revision: 2 };
  model.apply({ ...nothing, revision: 2, findings: [finding] });
  expect(wordOf(new WallEncoder(model, start))).toEqual(['finding.heartbeat-lost.title', start / 1_000 - 5]);
  model.apply({ ...nothing, revision: 3, clearedFindings: [{ vmId, code: 'heartbeat-lost' }] });
  expect(wordOf(new WallEncoder(model, start))).toEqual(['wall.problem', start / 1_000]);
});

test('a tick that brings readings and nothing else costs a few bytes for each host', () => {
  const model = createFleetModel();
  const names = Array.from({ length: 1_000 }, (_, index) => `hv${index}`);
  const read = (revision: number, now: number) => ({
    ...nothing,
    revision,
    targets: names.map(target),
    scrapes: names.flatMap((host) => scrapesAt(host, now, 0)),
  });
  model.apply(read(1, start));
  const encoder = new WallEncoder(model, start);
  const delta = encoder.encode(model.apply(read(2, start + 15_000)), model, start + 16_000);
  expect(delta.hosts).toBeUndefined();
  expect(JSON.stringify(delta).length).toBeLessThan(5_000);
});

test('one VM in a hundred turned over on 1,000 hosts with 25,000 VMs stays below 20 KB', () => {
  const fleet = madeUpFleet({ hosts: 1_000, vmsPerHost: 25 });
  const model = createFleetModel();
  model.apply(fleet.whole(start));
  const encoder = new WallEncoder(model, start);
  const delta = encoder.encode(model.apply(fleet.tick(start + 15_000, 0.01)), model, start + 16_000);
  expect(delta.cells).toHaveLength(250);
  // A tick comes as some fifteen events, each with a few dozen bytes around it.
  expect(JSON.stringify(delta).length).toBeLessThan(20_000 - 15 * 90);
});
