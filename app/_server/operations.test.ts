import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { findOperation, operationList } from '#lib/api/operations.ts';
import { decideAccess } from '#lib/auth/decide-access.ts';
import { mayDo } from '#lib/auth/permissions.ts';
import type { Principal } from '#lib/auth/principal.ts';
import { findApiHandler } from './api-handlers.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const folder = join(import.meta.dirname, '../api/v1');
/** What the server answers before it looks for a route (main.ts). */
const lasting = ['GET /api/v1/stream', 'GET /api/v1/wall'];

async function everyRoute(): Promise<readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === 'route.ts');
  const all = await Promise.all(
    files.map(async (file) => {
      const exported: Record<string, unknown> = await import(join(folder, file));
      const path = `/api/v1/${file.replace(/\/?route\.ts$/, '')}`.replaceAll(/\[(\w+)\]/g, '{$1}');
      return methods.filter((method) => typeof exported[method] === 'function').map((method) => `${method} ${path}`);
    }),
  );
  return all.flat();
}

test('every method of every route is one operation, and every operation is one of these', async () => {
  const listed = operationList.map(({ method, path }) => `${method} ${path}`);
  expect(listed.toSorted()).toEqual([...(await everyRoute()), ...lasting].toSorted());
});

test('every operation has a handler of the server', () => {
  for (const { method, path, media } of operationList) {
    const found = findApiHandler(path.replaceAll(/\{\w+\}/g, 'x1'));
    const answers = typeof found === 'function' ? ['GET'] : Object.keys(found ?? {});
    if (media !== 'stream' && path !== '/api/v1/wall') expect([path, answers]).toEqual([path, expect.arrayContaining([method])]);
  }
});

test('an operation is found by the path of a request, what is fixed before what is a variable, and HEAD as GET', () => {
  expect(findOperation('POST', '/api/v1/alerts/ack')?.id).toBe('acknowledgeAlerts');
  expect(findOperation('POST', '/api/v1/alerts/a-b/ack')?.id).toBe('acknowledgeAlert');
  expect(findOperation('HEAD', '/api/v1/vms/x')?.id).toBe('readVm');
  expect(findOperation('PATCH', '/api/v1/vms/x')).toBeUndefined();
  expect(findOperation('GET', '/api/v1/vms/x/y')).toBeUndefined();
});

test('ids are said once, and only what writes or previews has a body', () => {
  const ids = operationList.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(operationList.filter(({ method, body }) => (method === 'GET') === (body !== undefined)).map(({ id }) => id)).toEqual([]);
});

test('what the gate lets somebody read is what the operation says', () => {
  const ranks = ['wall-link', 'viewer', 'operator', 'admin'] as const;
  const toPrincipal = (rank: (typeof ranks)[number]): Principal =>
    rank === 'wall-link' ? { kind: 'wall-link', linkId: 'l', name: '' } : { kind: 'token', tokenId: 't', name: '', role: rank };
  for (const { method, path, permission } of operationList.filter(({ method }) => method === 'GET')) {
    for (const rank of ranks) {
      const isLetIn = decideAccess(toPrincipal(rank), path.replaceAll(/\{\w+\}/g, 'x1')).kind === 'open';
      expect([method, path, rank, isLetIn]).toEqual([method, path, rank, permission === 'none' || mayDo(rank, permission)]);
    }
  }
});
