import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findApiHandler, toHandler } from './api-handlers.ts';
import { createHttpServer, listenOn, type RequestHandler, stopServer } from './http-server.ts';
import { answerResource } from './json-response.ts';

const running: Server[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => stopServer(server, 0)));
});

async function serve(own: readonly (readonly [string, RequestHandler])[]): Promise<string> {
  const server = createHttpServer({
    own: new Map(own),
    pages: async (_, response) => void response.writeHead(418).end(),
    onError: () => undefined,
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  running.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const body = { revision: 7, text: 'x'.repeat(50_000) };

test('a long answer arrives compressed and says so, and the same again costs nothing', async () => {
  const base = await serve([['/long', toHandler((request) => answerResource(request, async () => body))]]);
  const first = await fetch(`${base}/long`, { headers: { 'accept-encoding': 'gzip' } });
  expect(first.headers.get('content-encoding')).toBe('gzip');
  expect(Number(first.headers.get('content-length'))).toBeLessThan(1_000);
  expect(await first.json()).toEqual(body);
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(`${base}/long`, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test.each([
  ['who takes no gzip', body, 'identity'],
  ['who takes another one', body, 'br'],
  ['a short answer', { revision: 7 }, 'br, gzip;q=0.9'],
])('%s: it arrives as it is', async (_, sent, accepts) => {
  const base = await serve([['/plain', toHandler((request) => answerResource(request, async () => sent))]]);
  const answer = await fetch(`${base}/plain`, { headers: { 'accept-encoding': accepts } });
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual(sent);
});

test('every route of the API has a handler here, since Next would take the name of the compression off its answer', () => {
  const folder = join(import.meta.dirname, '../api/v1');
  const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === 'route.ts');
  expect(routes.length).toBeGreaterThan(8);
  for (const route of routes) {
    const path = `/api/v1/${dirname(route)}`.replaceAll(/\[\w+\]/g, '7e570001-0000-4000-8000-000000000001');
    expect([path, findApiHandler(path)]).not.toEqual([path, undefined]);
  }
  expect(findApiHandler('/api/v1/vms/a/b')).toBeUndefined();
  expect(findApiHandler('/vms')).toBeUndefined();
});

test('the query of the request reaches the route, and headers of no business of it do not', async () => {
  const base = await serve([
    ['/echo', toHandler(async (request) => Response.json([new URL(request.url).search, [...request.headers.keys()]]))],
  ]);
  expect(await (await fetch(`${base}/echo?host=hv%2001`, { headers: { cookie: 'a=b' } })).json()).toEqual([
    '?host=hv%2001',
    ['accept'],
  ]);
});
