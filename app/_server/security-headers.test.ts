import { request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { parseTrustedProxies } from '#lib/auth/client-address.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import { createAccessGate } from './access-gate.ts';
import { AuditNotes } from './audit-notes.ts';
import { createHttpServer, listenOn, stopServer } from './http-server.ts';

const running: Server[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => stopServer(server, 0)));
});

const noStore = async (): Promise<never> => {
  throw new Error('Nobody here has a credential.');
};

/** A server that asks who everybody is and believes a proxy at this machine, with a page, an API and a path that throws. */
async function serve(): Promise<number> {
  const gate = createAccessGate({
    store: noStore,
    limits: toSessionLimits({ sessionIdleHours: 12, sessionDays: 30 }),
    trusts: parseTrustedProxies(['127.0.0.1']),
    notes: new AuditNotes({ store: async () => ({ addAudit: async () => undefined }), onError: () => undefined }),
    now: Date.now,
    onError: () => undefined,
  });
  const server = createHttpServer({
    gate,
    hosts: (host) => (host === 'evil.example' ? 'foreign-host' : undefined),
    own: { get: (path) => (path === '/auth/throws' ? async () => Promise.reject(new Error('planted')) : undefined) },
    pages: async (_, response) => void response.end(),
    onError: () => undefined,
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  running.push(server);
  return (server.address() as AddressInfo).port;
}

const asked = [
  ['a page', 'GET', '/login', {}, 200],
  ['a sign of life', 'GET', '/healthz', {}, 200],
  ['a page that wants a log-in', 'GET', '/vms', {}, 303],
  ['an API that wants a log-in', 'GET', '/api/v1/vms', {}, 401],
  ['a write that wants a log-in', 'POST', '/api/v1/silences', {}, 401],
  ['what is not there', 'GET', '/auth/nothing', {}, 404],
  ['another method', 'DELETE', '/login', {}, 405],
  ['a foreign name', 'GET', '/', { host: 'evil.example' }, 421],
  ['a fault', 'GET', '/auth/throws', {}, 500],
] as const;

async function ask(port: number, method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    headers: NodeJS.Dict<string | string[]>;
    body: string;
  }>();
  request({ host: '127.0.0.1', port, method, path, headers: { host: 'hvitals.example', ...headers } }, async (response) => {
    resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
  })
    .on('error', reject)
    .end();
  return promise;
}

test.each(asked)('every answer has every security header, whatever it says: %s', async (_, method, path, headers, status) => {
  const answer = await ask(await serve(), method, path, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  for (const part of [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]) {
    expect(answer.headers['content-security-policy']).toContain(part);
  }
});

test.each(asked)('no answer names what made it, or lets another site read it: %s', async (_, method, path, headers) => {
  const answer = await ask(await serve(), method, path, { origin: 'https://evil.example', ...headers });
  const names = Object.keys(answer.headers).filter((name) => /^(server|x-powered-by|via|access-control-)/.test(name));
  expect(names).toEqual([]);
  expect(answer.headers.location ?? '/').toMatch(/^\/(?![/\\])/);
  expect(answer.body).not.toMatch(/planted|node_modules|\bat .+:\d+:\d+|Node\.js/);
});

test.each(asked)(
  'every body says its type, and a text its charset; none may be kept on the way: %s',
  async (_, method, path, headers) => {
    const answer = await ask(await serve(), method, path, headers);
    // What the page of this test is made of, Next says.
    if (path === '/login' && method === 'GET') return;
    expect(answer.headers['cache-control']).toBe('no-store');
    if (answer.body !== '')
      expect(answer.headers['content-type']).toMatch(/^(text\/plain|application\/problem\+json); charset=utf-8$/);
  },
);

test('over TLS, here or at a trusted proxy, browsers are told to come back by TLS only', async () => {
  const port = await serve();
  const of = async (headers: Record<string, string>) =>
    (await ask(port, 'GET', '/healthz', headers)).headers['strict-transport-security'];
  expect(await of({ 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
  expect(await of({ 'x-forwarded-proto': 'http' })).toBeUndefined();
  // The last proxy's word counts, not what the browser put before it.
  expect(await of({ 'x-forwarded-proto': 'https, http' })).toBeUndefined();
  expect(await of({})).toBeUndefined();
});

/** Sends bytes as they are, and says all that comes back. */
async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}

const smuggled = 'GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n';
test.each([
  ['two lengths', `content-length: 4\r\ncontent-length: ${smuggled.length}\r\n\r\nabcd`],
  ['a length and chunks', `content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['chunks that are not the last coding', `transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['a header in two lines', `x: a\r\n b\r\ncontent-length : 4\r\n\r\nabcd`],
  ['a bare line end', `x: a\ncontent-length: 4\r\n\r\nabcd`],
])('a request whose length can be read in two ways is refused, and nothing of it is taken for another: %s', async (_, rest) => {
  const answer = await send(await serve(), `POST /auth/login HTTP/1.1\r\nhost: h\r\n${rest}${smuggled}`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test.each(['TRACE', 'CONNECT', 'PROPFIND', 'BREW', 'get'])(
  'TRACE and methods that nobody has heard of are refused: %s',
  async (method) => {
    const answer = await send(
      await serve(),
      `${method} /healthz HTTP/1.1\r\nhost: h\r\nsecret: planted\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect(answer).not.toContain('planted');
  },
);
