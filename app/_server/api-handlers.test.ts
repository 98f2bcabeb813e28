import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { toHandler } from './api-handlers.ts';
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

test('the query of the request reaches the route, and headers of no business of it do not', async () => {
  const base = await serve([
    ['/echo', toHandler(async (request) => Response.json([new URL(request.url).search, [...request.headers.keys()]]))],
  ]);
  expect(await (await fetch(`${base}/echo?host=hv%2001`, { headers: { cookie: 'a=b' } })).json()).toEqual([
    '?host=hv%2001',
    ['accept-encoding'],
  ]);
});
