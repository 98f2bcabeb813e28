import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { createLogger } from '#lib/log.ts';
import { apiWall } from '#lib/model/api/wall.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { EventStream } from './event-stream.ts';
import { createHttpServer, listenOn, stopServer } from './http-server.ts';
import { LiveFleet } from './live-fleet.ts';
import { closeStore } from './store-access.ts';

let folder = '';
let url = '';
let stop: () => Promise<void>;
const stores: OpenStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-live-'));
  await writeFile(join(folder, 'hvitals.yaml'), `data: { directory: ${JSON.stringify(join(folder, 'data'))} }\n`);
  vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
  const stream = new EventStream({ clock: systemClock, build: 'build-1' });
  const log = createLogger({ level: 'error' });
  const live = new LiveFleet({ stream, build: 'build-1', clock: systemClock, log });
  const server = createHttpServer({
    own: new Map([['/api/v1/wall', (request, response) => live.answerWall(request, response)]]),
    pages: async () => undefined,
    onError: (error) => expect.fail(String(error)),
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/wall`;
  const ending = new AbortController();
  const running = live.run(ending.signal);
  stop = async () => {
    ending.abort();
    await running;
    stream.close();
    await stopServer(server, 0);
  };
});
afterEach(async () => {
  await stop();
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await closeStore();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function storeOf(...hosts: readonly string[]): Promise<OpenStore> {
  const store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  stores.push(store);
  await store.replaceTargets(hosts.map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })));
  return store;
}
const wall = async () => apiWall.parse(await (await fetch(url)).json());
const hosts = async () => {
  const answer = await fetch(url);
  return answer.ok ? apiWall.parse(await answer.json()).hosts.map(({ name }) => name) : [answer.status];
};
const soon = { timeout: 10_000 };

it('waits for a store, follows it, and goes over to another file in its place by itself', async () => {
  expect(await hosts()).toEqual([503]);
  const first = await storeOf('hv01');
  await expect.poll(hosts, soon).toEqual(['hv01']);
  const { app, revision } = await wall();
  await first.replaceTargets(['hv01', 'hv02'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })));
  await expect.poll(hosts, soon).toEqual(['hv01', 'hv02']);
  expect((await wall()).app).toBe(app);
  expect((await wall()).revision).toBeGreaterThan(revision);
  await rm(join(folder, 'data'), { recursive: true });
  await expect.poll(hosts, soon).toEqual([503]);
  await storeOf('hv03');
  await expect.poll(hosts, soon).toEqual(['hv03']);
  expect((await wall()).app).not.toBe(app);
});

it('answers the same bytes to all, compressed for those who can read it, and none to who has them', async () => {
  await storeOf('hv01', 'hv02');
  await expect.poll(hosts, soon).toEqual(['hv01', 'hv02']);
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const text = await plain.text();
  const etag = plain.headers.get('etag') ?? '';
  expect(Number(plain.headers.get('x-hvitals-now'))).toBeGreaterThan(Date.now() - 60_000);
  const gzipped = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  expect(gzipped.headers.get('content-encoding')).toBe('gzip');
  expect(await gzipped.text()).toBe(text);
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
});
