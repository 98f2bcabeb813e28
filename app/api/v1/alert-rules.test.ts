import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { renderRuleEntry } from '#lib/alerting/render-rule-entry.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { apiAlertRules } from '#lib/model/api/alert-rules.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import type { StoredRule, StoredRuleLoad } from '#lib/store/stored-rule.ts';
import { GET } from './alerts/rules/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-rules-api-'));
const get = (headers: Record<string, string> = {}) => GET(new Request('http://127.0.0.1/api/v1/alerts/rules', { headers }));
let store: OpenAlertStore;

beforeAll(async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
});
afterAll(async () => {
  await closeStore();
  await store?.close();
  rmSync(folder, { recursive: true });
});

const rule = (name: string, parts: Partial<StoredRule> = {}): StoredRule => ({
  name,
  file: 'shipped-rules.yaml',
  line: 7,
  source: 'shipped',
  severity: 'warning',
  definition: renderRuleEntry(testRule({ name, where: [{ name: 'code', op: '=~', value: 'a|"b"' }], forMs: 90_000 })),
  series: 4,
  error: undefined,
  ...parts,
});
const alert = (name: string, status: StoredAlert['status']): StoredAlert => ({
  ...{ fingerprint: `${name} ${status}`, rule: name, status, severity: 'warning', labels: {}, summary: '', description: '' },
  ...{ value: 1, activeAt: 1, firingAt: status === 'firing' ? 2 : undefined, keptSince: undefined, placed: {} },
  ...{ held: undefined, told: [] },
});
const load: StoredRuleLoad = {
  ...{ loadedAt: 1_000, triedAt: 2_000, ok: false, isFallback: false, everySeconds: 15 },
  problems: [{ file: 'site.yaml', line: null, path: '', message: 'is not a file' }],
};

test('rules come with what they say now, those that fire first; without a store the answer says so', async () => {
  expect((await get()).status).toBe(503);
  const file = join(folder, 'data', 'hvitals.db');
  await (await openStore({ file, mode: 'collectors' })).close();
  store = await openAlertStore(file, 'collectors');
  const empty = await get();
  expect(apiAlertRules.parse(await empty.json())).toMatchObject({ rules: [], load: null, evaluatedAt: null });
  const own = { source: 'user', file: 'rules/site.yaml', error: 'same-labels', series: undefined } as const;
  await store.putRules([rule('Quiet'), rule('Waits', own), rule('Fires'), rule('Odd', { definition: { name: 'Odd' } })], load);
  await store.commitAlerts({
    upserts: [alert('Waits', 'pending'), alert('Fires', 'firing'), alert('Fires', 'pending'), alert('Gone', 'firing')],
    gone: [],
    events: [],
    notifications: [],
    evaluatedAt: 5_000,
  });
  const full = await get({ 'if-none-match': empty.headers.get('etag') ?? '' });
  const body = apiAlertRules.parse(await full.json());
  expect(body).toMatchObject({ evaluatedAt: 5_000, load });
  expect(body.rules.map(({ name, firing, pending }) => [name, firing, pending])).toEqual([
    ['Fires', 1, 1],
    ['Waits', 0, 1],
    ['Quiet', 0, 0],
  ]);
  expect(body.rules[0]).toMatchObject({
    where: [{ name: 'code', op: '=~', value: 'a|"b"' }],
    expression: 'max without (job, instance) (hvitals_vm_finding{code=~"a|\\"b\\""}) > 0',
    forSeconds: 90,
    keepFiringForSeconds: 0,
    seriesCount: 4,
    error: null,
  });
  expect(body.rules[1]).toMatchObject({ ...own, series: 'hvitals_vm_finding', seriesCount: null });
  expect((await get({ 'if-none-match': full.headers.get('etag') ?? '' })).status).toBe(304);
});
