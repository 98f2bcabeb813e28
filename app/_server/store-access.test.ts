import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { readFleet } from './read-fleet.ts';
import { closeStore, readAlerts, readHistory, readStore } from './store-access.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-access-'));
  await writeFile(join(folder, 'hvitals.yaml'), `data: { directory: ${JSON.stringify(join(folder, 'data'))} }\n`);
  vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
});
afterEach(async () => {
  await closeStore();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function storeOf(...hosts: readonly string[]): Promise<OpenStore> {
  const store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  await store.replaceTargets(hosts.map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })));
  return store;
}
const hosts = async () => (await readFleet()).targets.map(({ host }) => host);

it('reads the new file once the one before is gone, and nothing of the old one stays', async () => {
  const first = await storeOf('hv01', 'hv02');
  expect(await hosts()).toEqual(['hv01', 'hv02']);
  const [store, history, alerts] = [await readStore(), await readHistory(), await readAlerts()];
  await rm(join(folder, 'data'), { recursive: true });
  await expect(readFleet()).rejects.toMatchObject({ code: 'missing' });
  await expect(readHistory()).rejects.toMatchObject({ code: 'missing' });
  await expect(readAlerts()).rejects.toMatchObject({ code: 'missing' });
  const second = await storeOf('hv03');
  const both = await Promise.all([readStore(), readStore()]);
  expect(both[0]).toBe(both[1]);
  expect(both[0]).not.toBe(store);
  expect(await hosts()).toEqual(['hv03']);
  expect(await readHistory()).not.toBe(history);
  expect(await readAlerts()).not.toBe(alerts);
  await first.close();
  expect(await hosts()).toEqual(['hv03']);
  await second.close();
});
