import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { ApiVms } from '#lib/model/api/vms.ts';
import { type AnswerOf, readApi, toApiUrl } from './api-client.ts';
import { writeApi } from './write-api.ts';

const root = join(import.meta.dirname, '../..');
/** What alone may speak to the server by itself: reading and writing below the client, the stream, and the log-in, which is none of the API. */
const speakers = ['event-source', 'fetch-json', 'send-json', 'log-in'].map((name) => `app/_queries/${name}.ts`);
const isClientFile = (file: string) => /^app\/(_components|_queries)\/|\.client\.tsx$/.test(file) && !file.includes('.test.');

afterEach(() => vi.unstubAllGlobals());

test('nothing in the browser asks the API in another way', () => {
  const files = globSync('app/**/*.{ts,tsx}', { cwd: root }).filter(isClientFile);
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const asks = /\bfetch\(|\bEventSource\(|\bXMLHttpRequest\b|\bsendBeacon\b/.test(text) ? [`${file} asks`] : [];
    const calls =
      /\b(fetchJson|sendJson)[<(]/.test(text) && !['app/_queries/api-client.ts', 'app/_queries/write-api.ts'].includes(file)
        ? [`${file} goes around`]
        : [];
    return speakers.includes(file) ? [] : [...asks, ...calls];
  });
  // It looks for a new build of its own page.
  expect(found).toEqual(['app/_components/wall/use-wall.client.tsx asks']);
});

test('the client imports only types of the operations, so that no page loads their schemas', () => {
  const text = readFileSync(join(root, 'app/_queries/api-client.ts'), 'utf8');
  const imports = text.match(/^import .*$/gm) ?? [];
  expect(imports.filter((line) => /lib\/api|zod/.test(line))).toEqual([
    "import type { z } from 'zod';",
    "import type { operations } from '#lib/api/operations.ts';",
  ]);
});

describe('addresses', () => {
  test('have their variables and parameters written out, lists once for each', () => {
    expect(toApiUrl('GET /api/v1/hosts/{host}/alerts', { host: 'a/b ü?', from: undefined, to: '' })).toBe(
      '/api/v1/hosts/a%2Fb%20%C3%BC%3F/alerts',
    );
    expect(toApiUrl('GET /api/v1/history', { subject: 'host:a', series: ['x', 'y{a="b"}'], from: '1', step: '15s' })).toBe(
      '/api/v1/history?subject=host%3Aa&series=x&series=y%7Ba%3D%22b%22%7D&from=1&step=15s',
    );
    expect(toApiUrl('GET /api/v1/vms', { limit: 0 })).toBe('/api/v1/vms?limit=0');
  });
});

test('a read and a write ask what the operation says', async () => {
  const asked = vi.fn(async (..._: unknown[]) => Response.json({ revision: 1, total: 0, vms: [], next: null, csrfToken: null }));
  vi.stubGlobal('fetch', asked);
  const { signal } = new AbortController();
  expect((await readApi('GET /api/v1/vms', { host: 'hv01' }, signal)).total).toBe(0);
  await writeApi('DELETE /api/v1/silences/{id}', { id: 'x' }, { by: 'Ann' });
  expect(asked.mock.calls.map(([url]) => url)).toEqual(['/api/v1/vms?host=hv01', '/api/v1/session', '/api/v1/silences/x']);
  expect(asked.mock.calls[2]?.[1]).toMatchObject({ method: 'DELETE', body: '{"by":"Ann"}' });
});

test('operations, parameters, bodies and answers are checked by the compiler', () => {
  expectTypeOf<AnswerOf<'GET /api/v1/vms'>>().toEqualTypeOf<ApiVms>();
  const { signal } = new AbortController();
  const never = () => [
    // @ts-expect-error there is no such operation
    readApi('GET /api/v1/vmz', {}, signal),
    // @ts-expect-error there is no such parameter
    readApi('GET /api/v1/vms', { hots: 'hv01' }, signal),
    // @ts-expect-error the variable is missing
    readApi('GET /api/v1/vms/{vmId}', {}, signal),
    // @ts-expect-error there is no such range
    readApi('GET /api/v1/migrations', { range: '9h' }, signal),
    // @ts-expect-error a write is not read
    readApi('DELETE /api/v1/silences/{id}', { id: 'x' }, signal),
    // @ts-expect-error the body has no such member
    writeApi('DELETE /api/v1/silences/{id}', { id: 'x' }, { name: 'Ann' }),
  ];
  expect(never).toBeTypeOf('function');
});
