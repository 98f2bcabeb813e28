import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { acceptWrite } from './accept-write.ts';
import { findApiHandler } from './api-handlers.ts';
import { createHttpServer, listenOn, stopServer } from './http-server.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const server = () =>
  createHttpServer({
    own: { get: findApiHandler },
    pages: async (_, response) => void response.writeHead(200).end('page'),
    onError: (error) => {
      throw error;
    },
  });
let running = server();
let host = '';
beforeEach(async () => {
  running = server();
  await listenOn(running, { host: '127.0.0.1', port: 0 });
  const address = running.address();
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(() => stopServer(running, 0));

const id = '7e570001-0000-4000-8000-000000000001';
const apiFolder = join(import.meta.dirname, '../api/v1');
const routeFiles = readdirSync(apiFolder, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === 'route.ts');

/** Every route with the methods that its file exports. */
async function everyRoute() {
  return Promise.all(
    routeFiles.map(async (file) => {
      const exported: Record<string, unknown> = await import(join(apiFolder, file));
      const path = `/api/v1/${file.replace(/\/?route\.ts$/, '')}`.replaceAll(/\[\w+\]/g, id);
      return { path, exported, known: methods.filter((method) => typeof exported[method] === 'function') };
    }),
  );
}

test('every route takes the methods of its file, and answers 405 with those to all others', async () => {
  const routes = await everyRoute();
  expect(routes.filter(({ known }) => known.some((method) => method !== 'GET')).length).toBeGreaterThanOrEqual(8);
  for (const { path, known: exported } of routes) {
    const known = exported.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    for (const method of methods.filter((one) => !known.includes(one))) {
      const answer = await fetch(`http://${host}${path}`, { method });
      expect([path, method, answer.status, answer.headers.get('allow')]).toEqual([path, method, 405, known.join(', ')]);
    }
  }
});

test('pages are only read, so that no write reaches a route by way of Next', async () => {
  for (const path of ['/alerts', '/api/v1/%73ilences', '/api/v1/silences/', '/api/v2/x', '/auth/x', '//api/v1/silences']) {
    const isPage = path === '/alerts' || path.startsWith('//');
    const statuses = await Promise.all(
      (['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const).map(
        async (method) => (await fetch(`http://${host}${path}`, { method })).status,
      ),
    );
    expect([path, statuses]).toEqual([path, isPage ? [200, 405, 405, 405, 405] : [404, 404, 404, 404, 404]]);
  }
});

const json = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
const { 'x-hvitals-request': _, ...withoutHeader } = json;
/** Ours is `http://HOST`. */
const senders: readonly (readonly [name: string, headers: Record<string, string>, code: string | undefined])[] = [
  ['a program', json, undefined],
  ['our own page', { ...json, origin: 'http://HOST', 'sec-fetch-site': 'same-origin' }, undefined],
  ['our own page behind TLS', { ...json, origin: 'https://HOST', 'sec-fetch-site': 'same-origin' }, undefined],
  ['a browser that says no Sec-Fetch-Site', { ...json, origin: 'http://HOST' }, undefined],
  ['our own page without the header', { ...withoutHeader, origin: 'http://HOST' }, 'no-request-header'],
  ['a program without the header', withoutHeader, 'no-request-header'],
  ['a header that says something else', { ...json, 'x-hvitals-request': '0' }, 'no-request-header'],
  ['another site', { ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
  ['another site in an old browser', { ...json, origin: 'https://evil.example' }, 'foreign-origin'],
  ['another port of this machine', { ...json, origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }, 'foreign-origin'],
  ['a page of no origin', { ...json, origin: 'null' }, 'foreign-origin'],
  ['an origin that begins like ours', { ...json, origin: 'http://HOST.evil.example' }, 'foreign-origin'],
  ['a form of another site', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }, 'foreign-origin'],
  ['an address that somebody typed', { ...json, 'sec-fetch-site': 'none' }, 'foreign-origin'],
  ['a form', { ...json, 'content-type': 'application/x-www-form-urlencoded' }, 'not-json'],
  ['no type', { 'x-hvitals-request': '1' }, 'not-json'],
  ['JSON in Latin', { ...json, 'content-type': 'application/json; charset=latin1' }, 'not-json'],
  ['JSON that says UTF-8', { ...json, 'content-type': 'application/json; charset=UTF-8' }, undefined],
];

test('every route turns away every sender that is not of this origin, or sends no JSON', async () => {
  for (const { path, known } of await everyRoute()) {
    for (const method of known.filter((one) => one !== 'GET')) {
      for (const [name, given, code] of senders) {
        const headers = Object.fromEntries(Object.entries(given).map(([header, value]) => [header, value.replace('HOST', host)]));
        // No body of a route is a number: who is let in is told so.
        const answer = await fetch(`http://${host}${path}`, { method, headers, body: Buffer.from('7') });
        const problem = (await answer.json()) as { code: string };
        expect([path, method, name, problem.code]).toEqual([path, method, name, code ?? 'not-valid']);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }
    }
  }
});

test('a route that Next itself would call turns a stranger away too', async () => {
  for (const { path, known, exported } of await everyRoute()) {
    for (const method of known.filter((one) => one !== 'GET')) {
      const route = exported[method] as (request: Request, context: object) => Promise<Response>;
      const request = new Request(`http://${host}${path}`, { method, body: '{}', headers: { 'content-type': 'text/plain' } });
      const answer = await route(request, { params: Promise.resolve({ id, fingerprint: id }) });
      expect([path, method, answer.status]).toEqual([path, method, 403]);
    }
  }
});

test.each([
  ['is no JSON', '{', 400, 'bad-json'],
  ['is empty', '', 415, 'not-json'],
  ['is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'bad-json'],
  ['is longer than 64 KB', JSON.stringify('x'.repeat(64 * 1_024)), 413, 'body-too-large'],
])('a body that %s is refused by name', async (_name, body, status, code) => {
  const headers = code === 'not-json' ? { 'x-hvitals-request': '1' } : json;
  const answer = await fetch(`http://${host}/api/v1/silences`, { method: 'POST', headers, body });
  expect([answer.status, await answer.json()]).toMatchObject([status, { status, code }]);
});

test('a body that hides its length is cut at 64 KB, and the connection is not used again', async () => {
  const answered = Promise.withResolvers<string>();
  let heard = '';
  const socket = connect(Number(host.split(':')[1]), '127.0.0.1')
    .setEncoding('utf8')
    .on('data', (text) => {
      heard += text;
    })
    .on('close', () => answered.resolve(heard));
  const chunk = 'x'.repeat(0x8000);
  socket.write(
    `POST /api/v1/silences HTTP/1.1\r\nhost: ${host}\r\nx-hvitals-request: 1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  for (let sent = 0; sent < 3; sent += 1) socket.write(`8000\r\n${chunk}\r\n`);
  const answer = await answered.promise;
  expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  expect(answer).toContain('"code":"body-too-large"');
});

test('a body that does not come in time is refused, and one that breaks off too', async () => {
  const clock = createFakeClock(0);
  const limits = { clock, maximumBytes: 100, deadlineMs: 10_000 };
  const ask = (body: ReadableStream) =>
    acceptWrite(
      new Request('http://localhost/', { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit),
      limits,
      { kind: 'open' },
    );
  const slow = ask(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{')) }));
  await turn();
  await clock.advance(10_000);
  expect(await slow).toMatchObject({ ok: false, problem: { status: 408, code: 'body-too-slow' } });
  const broken = ask(new ReadableStream({ start: (stream) => stream.error(new Error('reset')) }));
  expect(await broken).toMatchObject({ ok: false, problem: { status: 400, code: 'body-cut-off' } });
});
