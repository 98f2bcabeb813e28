import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { apiAlerts } from '#lib/model/api/alerts.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { GET } from './alerts/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-alerts-'));
const get = (headers: Record<string, string> = {}) => GET(new Request('http://127.0.0.1/api/v1/alerts', { headers }));

afterAll(async () => {
  await closeStore();
  rmSync(folder, { recursive: true });
});

const alert = (fingerprint: string, parts: Partial<StoredAlert> = {}): StoredAlert => ({
  fingerprint,
  rule: 'HvitalsKvpHostile',
  status: 'firing',
  severity: 'warning',
  labels: { vm: 'web-1' },
  summary: 'hostile \u0000 \ud800',
  description: '',
  value: undefined,
  activeAt: 1_000,
  firingAt: 2_000,
  keptSince: undefined,
  placed: {},
  held: undefined,
  told: [],
  ...parts,
});

test('alerts come by rule; without a store the answer says so, and what did not change costs no body', async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
  expect((await get()).status).toBe(503);
  const file = join(folder, 'data', 'hvitals.db');
  const { openStore } = await import('#lib/store/open-store.ts');
  await (await openStore({ file, mode: 'collectors' })).close();
  const store = await openAlertStore(file, 'collectors');
  const empty = await get();
  expect(apiAlerts.parse(await empty.json())).toMatchObject({ groups: [] });
  await store.commitAlerts({
    upserts: [...Array(250).keys()]
      .map((n) => alert(`f${n}`))
      .concat(alert('other', { rule: 'HvitalsHeartbeatLost', severity: 'critical' })),
    gone: [],
    events: [],
    notifications: [],
  });
  const etag = empty.headers.get('etag') ?? '';
  const full = await get({ 'if-none-match': etag });
  const { groups } = apiAlerts.parse(await full.json());
  expect(groups.map(({ rule, firing, alerts }) => [rule, firing, alerts.length])).toEqual([
    ['HvitalsHeartbeatLost', 1, 1],
    ['HvitalsKvpHostile', 250, 200],
  ]);
  expect(groups[1]?.alerts[0]).toMatchObject({ summary: alert('').summary, value: null });
  expect((await get({ 'if-none-match': full.headers.get('etag') ?? '' })).status).toBe(304);
  await store.close();
});
