import { afterEach, expect, test } from 'vitest';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import { type Grid, toBand } from '#lib/history/band.ts';
import { embeddedHistory } from '#lib/history/embedded-history.ts';
import type { Subject } from '#lib/history/history.ts';
import { memoryChunkStore } from '#lib/history/memory-chunk-store.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { parseSeries } from '#lib/series/series-text.ts';
import { cleanUp, rigFor, start, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const keepAll = { rawMs: Number.POSITIVE_INFINITY, fineMs: Number.POSITIVE_INFINITY, coarseMs: Number.POSITIVE_INFINITY };
const minute = 60_000;

async function rigWithHistory(hosts: readonly SimulatedHost[]) {
  const chunks = memoryChunkStore();
  const history = new MinuteBuffer(chunks);
  const rig = await rigFor(hosts, { history });
  const read = async (subject: Subject, text: string, grid: Omit<Grid, 'lookbackMs'>) => {
    await history.flush(Number.POSITIVE_INFINITY);
    const series = parseSeries(text) ?? { metric: '', labels: {} };
    const reader = embeddedHistory(chunks, { retention: keepAll, now: rig.clock.now });
    // Without lookback: only steps in which a scrape ended have a value.
    const [band] = await reader.range([{ subject, ...series, lookbackMs: grid.stepMs }], { ...grid, lookbackMs: grid.stepMs });
    return band ?? toBand([], []);
  };
  const keys = async () => {
    await history.flush(Number.POSITIVE_INFINITY);
    return chunks.keys();
  };
  return { ...rig, read, keys };
}

test('each scrape leaves a sample, changed or not, in the series of the exposition less what names the subject', async () => {
  const { daemon, clock, read, keys } = await rigWithHistory([makeHost('hv01', [web])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(5 * minute);
  const grid = { from: start + 15_000, to: start + 5 * minute - 15_000, stepMs: 15_000 };
  expect((await read(`vm:${web.id}`, 'hvitals_vm_state', grid)).last).toEqual(Array(19).fill(2));
  const perMinute = { from: start + minute, to: start + 4 * minute, stepMs: minute };
  expect((await read(`vm:${web.id}`, 'hvitals_vm_kvp_intrinsic_items', perMinute)).last).toEqual(Array(4).fill(10));
  const service = 'hvitals_vm_integration_services_status{service="shutdown"}';
  expect((await read(`vm:${web.id}`, service, perMinute)).last).toEqual(Array(4).fill(2));
  expect((await read('host:hv01', 'hvitals_host_vm_instances{kind="realized"}', perMinute)).last).toEqual(Array(4).fill(1));
  expect((await read('host:hv01', 'hvitals_scrape_success{collector="kvp"}', perMinute)).last).toEqual(Array(4).fill(1));
  const all = await keys();
  expect(all.filter((key) => /web-01|hv01|vm_info|last_success/.test(key))).toEqual([]);
});

test('failed scrapes are a gap for VMs, and are told by their outcome', async () => {
  const { daemon, clock, fleet, read } = await rigWithHistory([makeHost('hv01', [web])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(2 * minute);
  fleet.remove('hv01');
  await clock.advance(3 * minute);
  fleet.set(makeHost('hv01', [web]));
  await clock.advance(6 * minute);
  const grid = { from: start + minute, to: start + 11 * minute, stepMs: minute };
  const state = (await read(`vm:${web.id}`, 'hvitals_vm_state', grid)).last;
  expect(state.slice(0, 2)).toEqual([2, 2]);
  expect(state.slice(2, 5)).toEqual([null, null, null]);
  expect(state.at(-1)).toBe(2);
  const unreachable = (await read('host:hv01', 'hvitals_scrape_outcome{collector="vm",outcome="unreachable"}', grid)).last;
  expect([unreachable[0], unreachable[2], unreachable.at(-1)]).toEqual([null, 1, null]);
  expect((await read('host:hv01', 'hvitals_scrape_success{collector="vm"}', grid)).last[2]).toBe(0);
});

test("only the owner's reading is recorded, and a migration goes on in the same series", async () => {
  const copy = { ...web, kind: 'planned' as const, state: 3 };
  const { daemon, clock, fleet, read } = await rigWithHistory([makeHost('hv01', [web]), makeHost('hv02', [copy])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await clock.advance(2 * minute);
  fleet.set(makeHost('hv01', []));
  fleet.set(makeHost('hv02', [web]));
  await clock.advance(3 * minute);
  const grid = { from: start + minute, to: start + 5 * minute, stepMs: minute };
  const { last, min, max } = await read(`vm:${web.id}`, 'hvitals_vm_state', grid);
  expect([last, min, max]).toEqual([Array(5).fill(2), Array(5).fill(2), Array(5).fill(2)]);
});

test('a tick that the store refused is not recorded', async () => {
  const chunks = memoryChunkStore();
  const history = new MinuteBuffer(chunks);
  const refuse = () => Promise.reject(new Error('database or disk is full'));
  const rig = await rigFor([makeHost('hv01', [web])], { history, wrapStore: (store) => ({ ...store, commitTick: refuse }) });
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(minute);
  expect(history.minutes).toBe(0);
});
