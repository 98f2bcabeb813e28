import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readOpenApi } from '#collectors/openapi-files.ts';
import { operationList, type PlacedOperation } from '#lib/api/operations.ts';
import { readDocs } from '#lib/api/read-docs.ts';
import { apiAlerts } from '#lib/model/api/alerts.ts';
import { apiVms } from '#lib/model/api/vms.ts';
import { type ContractRig, startContractRig } from './testdata/contract-rig.ts';

/** The document says what the server does: every answer fits its schema, over HTTP and on a store that real collectors have filled. */

const document = await readOpenApi({ closed: true });
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: { uuid: true, password: true, 'date-time': (text: string) => Number.isFinite(Date.parse(text)) },
});
ajv.addSchema(document, 'openapi');
let rig: ContractRig;
let vmId = '';
beforeAll(async () => {
  rig = await startContractRig();
  vmId = apiVms.parse(await (await fetch(`${rig.base}/api/v1/vms`)).json()).vms[0]?.vmId ?? '';
}, 60_000);
afterAll(() => rig.stop());

const responses = z.record(z.string(), z.looseObject({ $ref: z.string().optional() }));
const operationShape = z.looseObject({ responses });
const methodsShape = z.record(z.string(), operationShape);
const pathsShape = z.record(z.string(), methodsShape);
const paths = pathsShape.parse(document.paths);

/** What is wrong with a body, against the schema of this place of the document. */
function faults(pointer: string, body: unknown): unknown {
  const validate = ajv.compile({ $ref: `openapi#${pointer}` });
  return validate(body) ? [] : validate.errors;
}
const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
function answerPointer({ path, method }: PlacedOperation, status: number): string {
  const place = `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`;
  const ref = paths[path]?.[method.toLowerCase()]?.responses[String(status)]?.$ref;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return `${ref === undefined ? place : ref.slice(1)}/content/${escaped(type)}/schema`;
}
const urlOf = (path: string, query = '') =>
  `${rig.base}${path.replace('{vmId}', vmId).replace('{host}', 'hv01').replace('{fingerprint}', 'web-1').replace('{id}', 'x')}${query}`;
const json = { 'content-type': 'application/json', 'x-hvitals-request': '1' };

test('the document is valid OpenAPI 3.1', async () => {
  const open = await readOpenApi();
  expect(await new Validator().validate(structuredClone(open))).toEqual({ valid: true });
  expect(open).toMatchObject({ openapi: '3.1.1' });
});

/** Questions that need more than the path, and further ones. */
const queries: Readonly<Record<string, readonly string[]>> = {
  readHistory: ['?subject=host:hv01&series=hvitals_host_vm_instances%7Bkind%3D%22realized%22%7D&from=2026-11-23T07:40:00Z'],
  listVms: ['', '?host=hv01&limit=3'],
  listEvents: ['', '?limit=3', '?group=power,migration&range=24h&severity=info'],
  listAlertEvents: ['', '?limit=1&fingerprint=web-1'],
  listMigrations: ['', '?range=30d&limit=1'],
  listFindings: ['', '?host=hv01', '?limit=2'],
  readHandover: ['', '?hours=8'],
  readVmPower: ['', '?range=7d'],
};
/** Answered by what lasts (main.ts), or only to a user, and looked at by tests of their own. */
const elsewhere = new Set(['followStream', 'readWall', 'readAccount']);
const reads = operationList.filter(({ method, id }) => method === 'GET' && !elsewhere.has(id));

describe('every GET', () => {
  test.each(reads.map((one) => [one.id, one] as const))('%s answers what its schema says', async (id, operation) => {
    for (const query of queries[id] ?? ['']) {
      const answer = await fetch(urlOf(operation.path, query));
      const body: unknown = await answer.json();
      expect([query, answer.status]).toEqual([query, 200]);
      expect([query, faults(answerPointer(operation, 200), body)]).toEqual([query, []]);
    }
  });
});

test('the store of these tests has enough to tell: VMs, findings, events, moves, beacons, alerts', async () => {
  const read = async (path: string): Promise<unknown> => (await fetch(`${rig.base}/api/v1/${path}`)).json();
  const { vms } = apiVms.parse(await read('vms'));
  expect(vms.length).toBeGreaterThan(30);
  expect(vms.flatMap(({ findings }) => findings).length).toBeGreaterThan(3);
  expect(apiAlerts.parse(await read('alerts')).groups.flatMap(({ alerts }) => alerts)).toHaveLength(3);
  expect(z.object({ events: z.array(z.unknown()) }).parse(await read('events')).events.length).toBeGreaterThan(5);
});

test('every VM answers what the schema of one VM says', async () => {
  const operation = operationList.find(({ id }) => id === 'readVm');
  const { vms } = apiVms.parse(await (await fetch(`${rig.base}/api/v1/vms`)).json());
  for (const vm of vms) {
    const body: unknown = await (await fetch(`${rig.base}/api/v1/vms/${vm.vmId}`)).json();
    expect([vm.name, operation && faults(answerPointer(operation, 200), body)]).toEqual([vm.name, []]);
  }
});

const writes = operationList.filter(({ method, body }) => method !== 'GET' && body !== undefined);

describe('every write', () => {
  test.each(writes.map((one) => [one.id, one] as const))(
    '%s refuses what is no body of it as its schema says',
    async (_id, operation) => {
      const body = JSON.stringify({ nonsense: true });
      const answer = await fetch(urlOf(operation.path), { method: operation.method, headers: json, body });
      expect(answer.status).toBe(422);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(faults(answerPointer(operation, 422), await answer.json())).toEqual([]);
    },
  );

  test('answers what its schema says when it is done', async () => {
    const by = 'Ann';
    const matchers = ['vm="web-1"'];
    const schedule = { kind: 'weekly', weekdays: [1], start: '02:00', durationMinutes: 60, zone: 'Europe/Oslo' };
    const silence = { matchers, endsAt: rig.now + 3_600_000, createdBy: by, comment: 'patch night' };
    const done: readonly (readonly [id: string, body: object])[] = [
      ['acknowledgeAlert', { by }],
      ['unacknowledgeAlert', { by }],
      ['acknowledgeAlerts', { by, fingerprints: ['web-1', 'none'] }],
      ['previewSilence', { matchers }],
      ['makeSilence', silence],
      ['changeSilence', { endsAt: rig.now + 7_200_000, comment: 'longer', by }],
      ['endSilence', { by }],
      ['previewWindow', { matchers, schedule }],
      ['makeWindow', { name: 'patches', matchers, schedule, by }],
      ['changeWindow', { name: 'more patches', matchers, schedule, by }],
      ['deleteWindow', { by }],
    ];
    let made = '';
    for (const [id, body] of done) {
      const operation = operationList.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`there is no operation ${id}`);
      const url = urlOf(operation.path.replace('{id}', made));
      const answer = await fetch(url, { method: operation.method, headers: json, body: JSON.stringify(body) });
      const text = await answer.text();
      made = /"id":"([\w-]{36})"/.exec(text)?.[1] ?? made;
      expect([id, answer.status]).toEqual([id, operation.status ?? 200]);
      expect([id, faults(answerPointer(operation, answer.status), JSON.parse(text))]).toEqual([id, []]);
    }
    expect(done.map(([id]) => id).toSorted()).toEqual(
      expect.arrayContaining(
        writes
          .filter(({ group }) => group !== 'access' && group !== 'session')
          .map(({ id }) => id)
          .toSorted(),
      ),
    );
  });
});

describe('examples of the page', () => {
  const { components } = z.object({ components: z.object({ schemas: z.record(z.string(), z.json()) }) }).parse(document);
  test.each(
    readDocs(document)
      .groups.flatMap(({ operations }) => operations.filter(({ method }) => method !== 'GET'))
      .map((one) => [one.id, one] as const),
  )('%s sends a body that the document describes and the server takes', async (_id, { method, path, example }) => {
    const body: unknown = JSON.parse(example.body ?? 'null');
    const operation = operationList.find((one) => one.method === method && one.path === path);
    const name = Object.keys(components.schemas).find(
      (one) => JSON.stringify(paths[path]?.[method.toLowerCase()]).includes(`/${one}"`) && one.endsWith('Body'),
    );
    expect([name, faults(`/components/schemas/${name}`, body)]).toEqual([name, []]);
    if (operation?.group === 'access') return;
    const sent = {
      by: 'Ann',
      ...(path.endsWith('/silences') ? { createdBy: 'Ann' } : {}),
      ...z.record(z.string(), z.json()).parse(body),
    };
    const { by: _, ...withoutBy } = sent;
    const wanted = operation?.body instanceof z.ZodObject && Object.hasOwn(operation.body.shape, 'by') ? sent : withoutBy;
    const answer = await fetch(`${rig.base}${example.path}`, { method, headers: json, body: JSON.stringify(wanted) });
    expect([200, 201, 404]).toContain(answer.status);
  });
});
