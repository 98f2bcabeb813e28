import { get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '#lib/fake-clock.ts';
import { EventStream, type EventStreamOptions } from './event-stream.ts';
import { createHttpServer, listenOn, stopServer } from './http-server.ts';

const start = Date.UTC(2026, 10, 23, 8);
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Served {
  readonly stream: EventStream;
  readonly clock: FakeClock;
  readonly port: number;
  readonly server: Server;
}

async function serve(options: Partial<EventStreamOptions> = {}): Promise<Served> {
  const clock = createFakeClock(start);
  const stream = new EventStream({ clock, build: 'build-1', ...options });
  const server = createHttpServer({
    own: new Map([['/api/v1/stream', async (request, response) => stream.accept(request, response)]]),
    pages: async () => undefined,
    onError: () => undefined,
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  cleanups.push(async () => {
    stream.close();
    await stopServer(server, 0);
  });
  return { stream, clock, server, port: (server.address() as AddressInfo).port };
}

interface Client {
  readonly response: IncomingMessage;
  readonly text: () => string;
  /** Resolves once the text holds this. */
  has(part: string): Promise<void>;
  readonly ended: Promise<void>;
}

async function follow(port: number, query = '', headers: Record<string, string> = {}): Promise<Client> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = get({ host: '127.0.0.1', port, path: `/api/v1/stream${query}`, headers, agent: false }, resolve).on(
    'error',
    reject,
  );
  const response = await promise;
  cleanups.push(async () => void request.destroy());
  let text = '';
  const waiting = new Set<() => void>();
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((done) => response.once('close', done).once('error', () => done()));
  const has = (part: string) =>
    new Promise<void>((done) => {
      const look = () => {
        if (!text.includes(part)) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      look();
    });
  return { response, text: () => text, has, ended };
}

const ids = (text: string) => [...text.matchAll(/^id: (\d+)\nevent: (\w+)/gm)].map((match) => `${match[2]} ${match[1]}`);

test('a client is greeted with the server’s time, and then told every change under the revision it leads to', async () => {
  const { stream, port } = await serve();
  stream.reset('app-1', 10);
  const client = await follow(port);
  expect(client.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  await client.has('event: hello');
  const hello = JSON.parse(/event: hello\ndata: (.*)\n/.exec(client.text())?.[1] ?? '');
  expect(hello).toEqual({ now: start, revision: 10, store: null, app: 'app-1', build: 'build-1' });
  stream.publish({ now: start, revision: 12 });
  await client.has('id: 12');
  expect(ids(client.text())).toEqual(['delta 12']);
});

test('who comes back is sent what it missed, by header or by address', async () => {
  const { stream, port } = await serve();
  stream.reset('app-1', 10);
  for (const revision of [11, 12, 13]) stream.publish({ now: start, revision });
  const byHeader = await follow(port, '', { 'last-event-id': '11' });
  await byHeader.has('id: 13');
  expect(ids(byHeader.text())).toEqual(['delta 12', 'delta 13']);
  const byAddress = await follow(port, '?app=app-1&after=12');
  await byAddress.has('id: 13');
  expect(ids(byAddress.text())).toEqual(['delta 13']);
});

test.each([
  ['was away for too long', '?app=app-1&after=9'],
  ['knew another life of the app', '?app=app-0&after=12'],
  ['knows more than there is', '?app=app-1&after=99'],
  ['sends nonsense', '?app=app-1&after=1e9%0Aid:'],
])('who %s is told to read everything anew', async (_, query) => {
  const { stream, port } = await serve();
  stream.reset('app-1', 10);
  for (const revision of [11, 12]) stream.publish({ now: start, revision });
  const client = await follow(port, query);
  await client.has('event: reset');
  expect(ids(client.text())).toEqual(['reset 12']);
});

test('a new life of the app resets everyone who listens', async () => {
  const { stream, port } = await serve();
  stream.reset('app-1', 10);
  const client = await follow(port);
  stream.reset('app-2', 3);
  await client.has('id: 3');
  expect(ids(client.text())).toEqual(['reset 3']);
  expect(client.text()).toContain('"app":"app-2"');
});

test('every 15 seconds it says that it is alive and what time it is, and at once when the store cannot be read', async () => {
  const { stream, port, clock } = await serve();
  stream.reset('app-1', 10);
  const client = await follow(port);
  await client.has('event: hello');
  await clock.advance(14_000);
  expect(client.text()).not.toContain('event: beat');
  await clock.advance(1_000);
  await client.has(`: alive\nevent: beat\ndata: {"now":${start + 15_000},"revision":10,"store":null}\n\n`);
  stream.setStore('corrupt');
  await client.has('"store":"corrupt"');
  stream.publish({ now: start, revision: 11 });
  await client.has('"revision":11,"store":null}');
});

test('two hundred clients get the same bytes', async () => {
  const { stream, port } = await serve();
  stream.reset('app-1', 0);
  const clients = await Promise.all(Array.from({ length: 200 }, () => follow(port)));
  expect(stream.clients).toBe(200);
  const word = 'x'.repeat(20_000);
  for (let revision = 1; revision <= 20; revision++) {
    stream.publish({ now: start, revision, words: [[revision, { key: word }]] });
  }
  await Promise.all(clients.map((client) => client.has('id: 20\n')));
  stream.close();
  await Promise.all(clients.map((client) => client.ended));
  expect(new Set(clients.map((client) => client.text())).size).toBe(1);
  expect(ids(clients[0]?.text() ?? '')).toHaveLength(20);
  expect(stream.clients).toBe(0);
});

test('a client beyond the limit is sent to the API, and one that goes makes room', async () => {
  const { stream, port } = await serve({ maximumClients: 1 });
  stream.reset('app-1', 0);
  const first = await follow(port);
  const second = await follow(port);
  expect([second.response.statusCode, second.response.headers['retry-after']]).toEqual([503, '30']);
  first.response.destroy();
  await expect.poll(() => stream.clients).toBe(0);
  expect((await follow(port)).response.statusCode).toBe(200);
});

test('a client that does not read is ended, and keeps nobody waiting', async () => {
  const { stream, port } = await serve({ maximumUnreadBytes: 256 * 1_024 });
  stream.reset('app-1', 0);
  const reader = await follow(port);
  const sleeper: Socket = connect(port, '127.0.0.1');
  cleanups.push(async () => void sleeper.destroy());
  const gone = new Promise((resolve) => sleeper.once('close', resolve).once('error', resolve));
  sleeper.pause();
  sleeper.write('GET /api/v1/stream HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  await expect.poll(() => stream.clients).toBe(2);
  const word = 'x'.repeat(128 * 1_024);
  for (let revision = 1; stream.clients === 2 && revision < 1_000; revision++) {
    stream.publish({ now: start, revision, words: [[revision, { key: word }]] });
    await reader.has(`id: ${revision}\n`);
  }
  expect(stream.clients).toBe(1);
  sleeper.resume();
  await gone;
  stream.publish({ now: start, revision: 5_000 });
  await reader.has('id: 5000\n');
});

test('the stream is only to be read', async () => {
  const { port } = await serve();
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/stream`, { method: 'POST' })).status).toBe(405);
});
