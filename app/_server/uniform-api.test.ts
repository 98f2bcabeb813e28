import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { operationList } from '#lib/api/operations.ts';
import { apiFindings } from '#lib/model/api/findings.ts';
import { apiProblem } from '#lib/model/api/problem.ts';
import { apiVms } from '#lib/model/api/vms.ts';
import { type ContractRig, startContractRig } from './testdata/contract-rig.ts';

/** What is the same for every operation: refusals, ETags, HEAD, pages of lists. */

let rig: ContractRig;
let vmId = '';
beforeAll(async () => {
  rig = await startContractRig();
  vmId = apiVms.parse(await (await fetch(`${rig.base}/api/v1/vms`)).json()).vms[0]?.vmId ?? '';
}, 60_000);
afterAll(() => rig.stop());

const ask = (path: string, init: RequestInit = {}) => fetch(`${rig.base}/api/v1/${path}`, init);
const history = '?subject=host:hv01&series=hvitals_vm_state&from=2026-11-23T07:40:00Z&to=2026-11-23T08:00:00Z';
const elsewhere = new Set(['followStream', 'readWall']);
const reads = () =>
  operationList
    .filter(({ method, id }) => method === 'GET' && !elsewhere.has(id))
    .map(
      ({ path, id }) =>
        path.replace('/api/v1/', '').replace('{vmId}', vmId).replace('{host}', 'hv01') + (id === 'readHistory' ? history : ''),
    );

test('every GET has an ETag, costs no body when nothing is new, and answers HEAD with the same head', async () => {
  for (const path of reads().filter((one) => one !== 'session' && one !== 'account')) {
    const first = await ask(path);
    const etag = first.headers.get('etag') ?? '';
    expect([path, first.status, etag]).toEqual([path, 200, expect.stringMatching(/^(W\/)?"[\w.+-]+"$/)]);
    const again = await ask(path, { headers: { 'if-none-match': etag } });
    expect([path, again.status, await again.text(), again.headers.get('etag')]).toEqual([path, 304, '', etag]);
    const head = await ask(path, { method: 'HEAD' });
    expect([path, head.status, await head.text(), head.headers.get('etag')]).toEqual([path, 200, '', etag]);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    await first.body?.cancel();
  }
});

test('every GET refuses a parameter that it does not have, and names those that it has', async () => {
  for (const path of reads()) {
    const answer = await ask(`${path}${path.includes('?') ? '&' : '?'}hots=hv01`);
    const problem = apiProblem.parse(await answer.json());
    expect([path, answer.status, problem.code, problem.errors[0]?.path]).toEqual([path, 400, 'unknown-parameter', 'hots']);
  }
  const { detail } = apiProblem.parse(await (await ask('clocks?hots=hv01')).json());
  expect(detail).toBe('hots is unknown; valid here: host, limit.');
});

test.each([
  ['vms?limit=many', 'limit', 'must be a whole number from 0 to 5000'],
  ['vms?limit=5001', 'limit', 'must be a whole number from 0 to 5000'],
  ['vms?cursor=x', 'cursor', 'must be `next` of the answer before'],
  ['events?cursor=x', 'cursor', 'must be `next` of the answer before'],
  ['events?vm=web', 'vm', 'must be the id of a VM, such as 7e570001-0000-4000-8000-000000000001'],
  ['events?group=power,nothing', 'group', 'must be some of power, migration, disk, log, with commas between them'],
  ['events?from=yesterday', 'from', 'must be a date with its zone, such as 2026-11-23T08:00:00Z, or UTC milliseconds'],
  ['migrations?range=9h', 'range', 'must be one of 1h, 24h, 7d, 30d'],
  ['handover?hours=9', 'hours', 'must be one of 8, 12, 24'],
  ['events?host=a&host=b', 'host', 'stands there more than once'],
  ['history?series=hvitals_vm_state&from=1', 'subject', 'is missing'],
  [`history${history}&step=0s`, 'step', 'seconds, or a number with a unit, such as 15s, 5m, 1h or 1d'],
])('%s is refused by the name of the parameter', async (path, parameter, detail) => {
  const answer = await ask(path);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(apiProblem.parse(await answer.json())).toMatchObject({
    ...{ status: 400, code: 'bad-parameter', errors: [{ path: parameter, code: 'bad-parameter', detail }] },
  });
});

test.each([
  ['vms/nothing', 404, 'not-found'],
  [`vms/7e570001-0000-4000-8000-00000000ffff`, 404, 'not-found'],
  ['nothing', 404, 'not-found'],
  ['silences/', 404, 'not-found'],
])('%s is answered with a problem', async (path, status, code) => {
  const answer = await ask(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
  expect(apiProblem.parse(await answer.json())).toMatchObject({ status, code });
});

describe('pages', () => {
  const page = z.looseObject({ next: z.string().nullable() });
  async function everyPage<Row>(path: string, rowsOf: (body: unknown) => readonly Row[]) {
    const pages: Row[][] = [];
    for (let url: string | undefined = `/api/v1/${path}`; url !== undefined; ) {
      const answer: Response = await fetch(`${rig.base}${url}`);
      const body: unknown = await answer.json();
      pages.push([...rowsOf(body)]);
      const link: string | undefined = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      expect(link === undefined).toBe(page.parse(body).next === null);
      url = link;
    }
    return pages;
  }
  const rowsOf = (name: string, key: string) => (body: unknown) =>
    z
      .array(z.looseObject({ [key]: z.unknown() }))
      .parse(z.looseObject({ [name]: z.unknown() }).parse(body)[name])
      .map((row) => row[key]);

  test.each([
    ['vms?limit=5', rowsOf('vms', 'vmId'), 'vms'],
    ['vms?limit=2&host=hv01', rowsOf('vms', 'vmId'), 'vms?host=hv01'],
    ['events?limit=4', rowsOf('events', 'id'), 'events?limit=5000'],
    ['alert-events?limit=1', rowsOf('events', 'id'), 'alert-events'],
    ['migrations?limit=1&range=30d', rowsOf('records', 'id'), 'migrations?range=30d'],
  ])('%s leads by its links to every row, each once and in the same order', async (path, rows, whole) => {
    const pages = await everyPage(path, rows);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual(rows(await (await ask(whole)).json()));
  });

  test('findings lead to every finding, with the numbers of the whole group on each page', async () => {
    const found = (body: unknown) =>
      apiFindings.parse(body).groups.flatMap(({ code, vms, findings }) => findings.map((one) => `${code} ${vms} ${one.vmId}`));
    const pages = await everyPage('findings?limit=2', found);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual(found(await (await ask('findings')).json()));
  });
});

test('the description is served as it is in the repository', async () => {
  const body: unknown = await (await ask('openapi.json')).json();
  expect(body).toMatchObject({ openapi: '3.1.1', paths: { '/api/v1/vms': { get: { operationId: 'listVms' } } } });
});
