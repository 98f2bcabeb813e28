import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAtOnce } from '#app/_queries/run-in-slices.ts';
import { closeStore } from '#app/_server/store-access.ts';
import { applyPackedVms, type VmList } from '#lib/derive/vm-list.ts';
import { apiHosts } from '#lib/model/api/hosts.ts';
import { apiPulse } from '#lib/model/api/pulse.ts';
import { apiTargets } from '#lib/model/api/targets.ts';
import { apiVmDetail } from '#lib/model/api/vm-detail.ts';
import { apiVms } from '#lib/model/api/vms.ts';
import type { Json } from '#lib/model/json.ts';
import type { PackedVms } from '#lib/model/pack-vms.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { TickCommit } from '#lib/store/store.ts';
import { GET as getHosts } from './hosts/route.ts';
import { GET as getPulse } from './pulse/route.ts';
import { GET as getTargets } from './targets/route.ts';
import { GET as getVmList } from './vm-list/route.ts';
import { GET as getVm } from './vms/[vmId]/route.ts';
import { GET as getVms } from './vms/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-api-'));
const vmId = parseVmId('2a34b1c2-fd73-4043-8a5b-dd2159bc743f') as VmId;
const url = 'http://127.0.0.1/api/v1/x';
const context = (id: string) => ({ params: Promise.resolve({ vmId: id }) });
let store: OpenStore;

const vm: VmReading = { name: 'web-1', kind: 'realized', state: 2, healthState: 5, operationalStatus: [2] };
const heartbeat = (primary: number): Json => ({ enabled: true, primary, everInContact: true });

function tick(upserts: TickCommit['upserts'], removals: TickCommit['removals'] = []): TickCommit {
  const at = Date.parse('2026-11-23T08:00:00Z');
  const scrape = {
    outcome: 'ok' as const,
    reason: undefined,
    finishedAt: at,
    durationMs: 80,
    lastReadingAt: at,
    failures: 0,
    nextRunAt: at + 15_000,
    intervalSeconds: 15,
    frameBytes: 1_200,
  };
  const scrapes = ['vm', 'heartbeat'].map((collector) => ({ ...scrape, collector }));
  const changes = [{ at, collector: 'kvp', vmId, what: 'kvp.intrinsic.OSName', from: undefined, to: '<b>Debian</b>' }];
  return { host: 'hv01', scrapes, upserts, removals, changes, events: [], states: [], at };
}

async function readPacked(held: Pick<VmList, 'life' | 'revision'> | undefined): Promise<PackedVms> {
  const since = held === undefined ? '' : `?life=${held.life}&since=${held.revision}`;
  return JSON.parse(await (await getVmList(new Request(url + since))).text());
}

async function readList(held: VmList | undefined): Promise<VmList> {
  const list = runAtOnce(applyPackedVms(held, await readPacked(held)));
  if (list === undefined) throw new Error('the answer does not go on from what is held');
  return list;
}

beforeAll(() => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
});

afterAll(async () => {
  await closeStore();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('before the collectors have made a store, the API says so and what to do', async () => {
  const answer = await getVms(new Request(url));
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    ...{ status: 503, code: 'store-missing', detail: 'Start the collectors: they create the file.' },
  });
});

describe('with a store', () => {
  beforeAll(async () => {
    store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
    await store.replaceTargets([{ host: 'hv01', transport: 'simulated', address: undefined, labels: { site: 'north' } }]);
    await store.commitTick(
      tick([
        { collector: 'vm', vmId, reading: vm as unknown as Json },
        { collector: 'heartbeat', vmId, reading: heartbeat(2) },
        { collector: 'kvp', vmId, reading: { nothing: 'that fits' } },
      ]),
    );
  });

  test('every answer has the shape of its schema', async () => {
    expect(apiTargets.parse(await (await getTargets(new Request(url))).json()).targets).toMatchObject([
      { host: 'hv01', reachable: true, labels: { site: 'north' }, scrapes: [{ collector: 'heartbeat' }, { collector: 'vm' }] },
    ]);
    expect(apiHosts.parse(await (await getHosts(new Request(url))).json()).hosts).toMatchObject([
      { host: 'hv01', vms: { total: 1, running: 1, broken: 0 } },
    ]);
    expect(apiVms.parse(await (await getVms(new Request(url))).json()).vms).toMatchObject([
      { vmId, name: 'web-1', host: 'hv01' },
    ]);
    const detail = apiVmDetail.parse(await (await getVm(new Request(url), context(vmId))).json());
    expect(detail).toMatchObject({ heartbeat: { reading: { primary: 2 } }, services: null, kvp: null, invalid: ['kvp'] });
    expect(detail.changes).toMatchObject([{ what: 'kvp.intrinsic.OSName', from: null, to: '<b>Debian</b>' }]);
  });

  test('the list of VMs can be asked for one host', async () => {
    const namesOn = async (host: string) =>
      apiVms.parse(await (await getVms(new Request(`${url}?host=${host}`))).json()).vms.map(({ name }) => name);
    expect(await namesOn('hv01')).toEqual(['web-1']);
    expect(await namesOn('hv02')).toEqual([]);
  });

  test('the packed list of VMs is the list of VMs', async () => {
    const { revision, vms } = await readList(undefined);
    expect({ revision, vms, total: 1, next: null }).toEqual(await (await getVms(new Request(url))).json());
  });

  test('a reader of the packed list is sent what has changed, and the whole list where the server does not know what it holds', async () => {
    const held = await readList(undefined);
    const unchanged = await readPacked(held);
    expect(unchanged).toMatchObject({ since: held.revision, revision: held.revision, hosts: [], vms: [], gone: [] });
    await store.commitTick(tick([{ collector: 'vm', vmId, reading: { ...vm, state: 3 } as unknown as Json }]));
    const changed = await readList(held);
    expect(changed.vms).toEqual(apiVms.parse(await (await getVms(new Request(url))).json()).vms);
    expect(changed.vms).toMatchObject([{ state: 3 }]);
    await store.commitTick(tick([{ collector: 'vm', vmId, reading: vm as unknown as Json }]));
    expect(await readPacked({ ...held, life: 'another' })).toMatchObject({ since: null });
    expect(await readPacked({ ...held, revision: 999_999 })).toMatchObject({ since: null });
  });

  test('the pulse says how many targets there are, how many are not real, and what was read last', async () => {
    const pulse = apiPulse.parse(await (await getPulse(new Request(url))).json());
    const newest = { readAt: Date.parse('2026-11-23T08:00:00Z'), intervalSeconds: 15, failures: 0 };
    expect(pulse).toMatchObject({ targets: 1, simulated: 1, newest });
  });

  test('an id in any form finds its VM; another finds nothing', async () => {
    expect((await getVm(new Request(url), context(`{${vmId.toUpperCase()}}`))).status).toBe(200);
    expect((await getVm(new Request(url), context('2a34b1c2-fd73-4043-8a5b-000000000000'))).status).toBe(404);
    expect((await getVm(new Request(url), context('../../etc'))).status).toBe(404);
  });

  test('the same revision costs no body, and a change in the store shows at once', async () => {
    const first = await getVms(new Request(url));
    const etag = first.headers.get('etag') ?? '';
    const again = await getVms(new Request(url, { headers: { 'if-none-match': `W/${etag}` } }));
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(Number(again.headers.get('x-hvitals-now'))).toBeGreaterThan(0);

    await store.commitTick(tick([{ collector: 'heartbeat', vmId, reading: heartbeat(13) }]));
    const changed = await getVms(new Request(url, { headers: { 'if-none-match': etag } }));
    expect(changed.status).toBe(200);
    expect(apiVms.parse(await changed.json()).vms).toMatchObject([
      { level: 'critical', signs: { heartbeat: { level: 'critical' } } },
    ]);
  });

  test('what is removed from the store is gone, and what comes again is back', async () => {
    const all = ['vm', 'heartbeat', 'kvp'].map((collector) => ({ collector, vmId }));
    await store.commitTick(tick([], all));
    expect((await getVm(new Request(url), context(vmId))).status).toBe(404);
    await store.commitTick(tick([{ collector: 'vm', vmId, reading: vm as unknown as Json }]));
    expect((await getVm(new Request(url), context(vmId))).status).toBe(200);
  });

  test('a target that is gone takes its VMs along', async () => {
    await store.replaceTargets([]);
    expect(await (await getTargets(new Request(url))).json()).toMatchObject({ targets: [] });
    expect(await (await getVms(new Request(url))).json()).toMatchObject({ vms: [] });
  });

  test('readers at the same time get the same fleet', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => getVms(new Request(url)).then((answer) => answer.text())));
    expect(new Set(answers).size).toBe(1);
  });
});
