import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { apiReceivers } from '#lib/model/api/receivers.ts';
import { openStore } from '#lib/store/open-store.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { GET } from './receivers/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-receivers-'));
const get = () => GET(new Request('http://127.0.0.1/api/v1/receivers'));

afterAll(async () => {
  await closeStore();
  rmSync(folder, { recursive: true });
});

test('receivers say how they fare; without a store the answer says so', async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
  expect((await get()).status).toBe(503);
  const file = join(folder, 'data', 'hvitals.db');
  await (await openStore({ file, mode: 'collectors' })).close();
  const store = await openAlertStore(file, 'collectors');
  await store.putReceivers([
    { name: 'mail', kind: 'email' },
    { name: 'am', kind: 'alertmanager' },
    { name: 'hook', kind: 'webhook' },
  ]);
  await store.commitAlerts({
    upserts: [],
    gone: [],
    events: [],
    notifications: [{ receiver: 'hook', key: 'k', payload: {}, createdAt: 1_000 }],
  });
  await store.noteReceiver('am', 2_000);
  await store.noteReceiver('hook', 3_000, 'answer 500: \u0000 <b>');
  const nothing = { pending: 0, refused: 0, lastSuccessAt: null, lastError: null, lastErrorAt: null };
  expect(apiReceivers.parse(await (await get()).json()).receivers).toEqual([
    { ...nothing, name: 'am', kind: 'alertmanager', lastSuccessAt: 2_000, state: 'ok' },
    {
      ...nothing,
      ...{ name: 'hook', kind: 'webhook', pending: 1, state: 'failing' },
      ...{ lastError: 'answer 500: \u0000 <b>', lastErrorAt: 3_000 },
    },
    { ...nothing, name: 'mail', kind: 'email', state: 'idle' },
  ]);
  await store.close();
});
