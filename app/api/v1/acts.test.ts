import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findApiHandler } from '#app/_server/api-handlers.ts';
import { createHttpServer, listenOn, stopServer } from '#app/_server/http-server.ts';
import { closeStore } from '#app/_server/store-access.ts';
import type { ApiAlertEvents } from '#lib/model/api/alert-events.ts';
import { apiAlertEvents } from '#lib/model/api/alert-events.ts';
import { apiAlerts } from '#lib/model/api/alerts.ts';
import { apiMaintenance, apiMaintenancePreview } from '#lib/model/api/maintenance.ts';
import { apiProblem } from '#lib/model/api/problem.ts';
import { apiHits, apiSilences } from '#lib/model/api/silences.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';

/** What people do about alerts, over HTTP and on a real store. */

const now = Date.UTC(2026, 10, 23, 8);
const hour = 3_600_000;
let folder = '';
let base = '';
let collectors: OpenAlertStore;
const server = () => createHttpServer({ own: { get: findApiHandler }, pages: async () => undefined, onError: () => undefined });
let running = server();

beforeEach(async () => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
  folder = mkdtempSync(join(tmpdir(), 'hvitals-acts-'));
  writeFileSync(join(folder, 'hvitals.yaml'), `data: { directory: ${join(folder, 'data')} }\n`);
  vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
  const file = join(folder, 'data', 'hvitals.db');
  await (await openStore({ file, mode: 'collectors' })).close();
  collectors = await openAlertStore(file, 'collectors');
  const upserts = [alert('web-1', { placed: { host: 'hv01', site: 'north' } }), alert('web-2'), alert('db-1', { rule: 'Other' })];
  await collectors.commitAlerts({ upserts, gone: [], events: [], notifications: [] });
  running = server();
  await listenOn(running, { host: '127.0.0.1', port: 0 });
  const address = running.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`;
});
afterEach(async () => {
  await stopServer(running, 0);
  await collectors.close();
  await closeStore();
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const alert = (fingerprint: string, { rule = 'HeartbeatLost', ...parts }: Partial<StoredAlert> = {}): StoredAlert => ({
  fingerprint,
  rule,
  status: 'firing',
  severity: 'critical',
  labels: { alertname: rule, severity: 'critical', vm: fingerprint },
  summary: `${fingerprint} is silent`,
  description: '',
  value: 1,
  activeAt: now - hour,
  firingAt: now - hour,
  keptSince: undefined,
  placed: {},
  held: undefined,
  told: [],
  ...parts,
});

async function send(method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
  const answer = await fetch(`${base}${path}`, { method, headers, body: JSON.stringify(body) });
  const answered: unknown = await answer.json();
  return { status: answer.status, body: answered };
}
const idIn = (body: unknown) => /"id":"([\w-]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
const get = async (path: string): Promise<unknown> => (await fetch(`${base}${path}`)).json();
const standingOf = async (fingerprint: string) =>
  apiAlerts
    .parse(await get('/alerts'))
    .groups.flatMap(({ alerts }) => alerts)
    .find((one) => one.fingerprint === fingerprint)?.standing;
const events = async (query = ''): Promise<ApiAlertEvents> => apiAlertEvents.parse(await get(`/alert-events?${query}`));
const matchers = [{ name: 'vm', op: '=', value: 'web-1' }];
const silence = { matchers, endsAt: now + hour, createdBy: 'Ann', comment: 'patch night' };
const weekly = { kind: 'weekly', weekdays: [2], start: '02:30', durationMinutes: 90, zone: 'Europe/Oslo' };
const window = { name: 'Patch night', matchers, schedule: weekly, by: 'Ann' };

describe('acknowledging', () => {
  test('an alert shows who and why, can be undone, and is history then', async () => {
    expect((await send('POST', '/alerts/web-1/ack', { by: ' Ann ', note: 'on it' })).status).toBe(200);
    expect((await standingOf('web-1'))?.ack).toEqual({ by: 'Ann', note: 'on it', at: now });
    expect((await send('DELETE', '/alerts/web-1/ack', { by: 'Bob' })).status).toBe(200);
    expect((await standingOf('web-1'))?.ack).toBeNull();
    expect((await send('DELETE', '/alerts/web-1/ack', { by: 'Bob' })).body).toMatchObject({ code: 'not-acknowledged' });
    expect((await send('POST', '/alerts/gone/ack', { by: 'Ann' })).body).toMatchObject({ status: 404, code: 'not-active' });
    expect((await events('fingerprint=web-1')).events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['unacknowledged', { by: 'Bob' }],
      ['acknowledged', { by: 'Ann', note: 'on it' }],
    ]);
  });

  test('several at once says which were not there', async () => {
    const { status, body } = await send('POST', '/alerts/ack', { fingerprints: ['web-1', 'gone', 'web-2', 'web-1'], by: 'Ann' });
    expect([status, body]).toEqual([200, { acknowledged: ['web-1', 'web-2'], notActive: ['gone'] }]);
    expect((await events()).events).toHaveLength(2);
    const { groups } = apiAlerts.parse(await get('/alerts'));
    expect(groups.map(({ rule, acknowledged }) => [rule, acknowledged])).toEqual([
      ['HeartbeatLost', 2],
      ['Other', 0],
    ]);
  });
});

describe('a silence', () => {
  test('is made, hits at once, is changed and ended, and each is told', async () => {
    const made = await send('POST', '/silences', silence);
    expect([made.status, made.body]).toMatchObject([201, { silence: { ...silence, startsAt: now, createdAt: now, hits: 1 } }]);
    const id = idIn(made.body);
    expect((await standingOf('web-1'))?.silence).toMatchObject({ id, endsAt: now + hour, createdBy: 'Ann' });
    expect((await standingOf('web-2'))?.silence).toBeNull();
    const changed = await send('PUT', `/silences/${id}`, { endsAt: '2026-11-23T12:00:00+02:00', comment: 'longer', by: 'Bob' });
    expect(changed.body).toMatchObject({ silence: { id, endsAt: now + 2 * hour, comment: 'longer', createdBy: 'Ann' } });
    vi.setSystemTime(now + 60_000);
    expect((await send('DELETE', `/silences/${id}`, { by: 'Bob' })).body).toMatchObject({ silence: { endsAt: now + 60_000 } });
    expect((await standingOf('web-1'))?.silence).toBeNull();
    expect(apiSilences.parse(await get('/silences')).silences).toMatchObject([{ id, endsAt: now + 60_000, hits: 0 }]);
    // Over already: nothing happens, and nothing is told.
    expect((await send('DELETE', `/silences/${id}`, { by: 'Bob' })).status).toBe(200);
    expect((await send('PUT', `/silences/${id}`, { endsAt: now + hour, comment: 'x', by: 'Bob' })).body).toMatchObject({
      status: 409,
      code: 'expired',
    });
    const told = ['silence-ended', 'silence-changed', 'silenced'];
    expect((await events()).events.map(({ kind }) => kind)).toEqual(told);
    expect((await events('fingerprint=web-1')).events.map(({ kind }) => kind)).toEqual(told);
    expect((await events('fingerprint=web-2')).events).toEqual([]);
  });

  test('that ends by itself is over without another word of the store', async () => {
    await send('POST', '/silences', silence);
    const first = await fetch(`${base}/alerts`);
    vi.setSystemTime(now + hour);
    const second = await fetch(`${base}/alerts`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect([second.status, (await standingOf('web-1'))?.silence]).toEqual([200, null]);
  });

  test('hits by the labels of the place too, and by text of matchers', async () => {
    const preview = await send('POST', '/silences/preview', { matchers: ['site="north"', 'host=~"hv0[1-4]"'] });
    expect(apiHits.parse(preview.body)).toMatchObject({ count: 1, matchesEverything: false, alerts: [{ fingerprint: 'web-1' }] });
    const all = await send('POST', '/silences/preview', { matchers: ['alertname=~".+"'] });
    expect(apiHits.parse(all.body)).toMatchObject({ count: 3, matchesEverything: true });
    expect((await events()).events).toEqual([]);
  });

  test('that leaves next to nothing out is asked for twice', async () => {
    const broad = { ...silence, matchers: ['vm!="x"'] };
    expect((await send('POST', '/silences', broad)).body).toMatchObject({ status: 409, code: 'matches-everything' });
    expect(apiSilences.parse(await get('/silences')).silences).toEqual([]);
    expect((await send('POST', '/silences', { ...broad, confirmed: true })).status).toBe(201);
    expect((await standingOf('db-1'))?.silence).not.toBeNull();
  });

  test.each([
    ['no matcher', { ...silence, matchers: [] }, 'matchers', 'no-matcher'],
    ['a matcher that is none', { ...silence, matchers: [...matchers, 'host=hv01'] }, 'matchers.1', 'bad-matcher'],
    ['a pattern that is none', { ...silence, matchers: [{ name: 'vm', op: '=~', value: '(' }] }, 'matchers.0', 'bad-matcher'],
    ['a name that is no label', { ...silence, matchers: [{ name: 'a b', op: '=', value: '' }] }, 'matchers.0', 'bad-matcher'],
    ['an end before its start', { ...silence, startsAt: now + 2 * hour }, 'endsAt', 'ends-before-start'],
    ['an end in the past', { ...silence, startsAt: now - 2 * hour, endsAt: now }, 'endsAt', 'ends-in-past'],
    ['an end that is no time', { ...silence, endsAt: 'tomorrow' }, 'endsAt', 'bad-time'],
    ['an end without a zone', { ...silence, endsAt: '2026-11-24T08:00:00' }, 'endsAt', 'bad-time'],
    ['no end', { ...silence, endsAt: undefined }, 'endsAt', 'missing'],
    ['an empty author', { ...silence, createdBy: '  ' }, 'createdBy', 'no-author'],
    ['an empty comment', { ...silence, comment: '' }, 'comment', 'no-comment'],
    ['a comment that is a book', { ...silence, comment: 'x'.repeat(1_001) }, 'comment', 'too-long'],
    ['a field that is unknown', { ...silence, duration: '2h' }, 'duration', 'unknown-key'],
  ])('with %s is refused by field and word, and nothing is stored', async (_name, body, path, code) => {
    const answer = await send('POST', '/silences', body);
    const problem = apiProblem.parse(answer.body);
    expect([answer.status, problem.code, problem.errors.map((one) => [one.path, one.code])]).toEqual([
      422,
      'not-valid',
      [[path, code]],
    ]);
    expect(problem.errors[0]?.detail).not.toBe('');
    expect(apiSilences.parse(await get('/silences')).silences).toEqual([]);
  });

  test('cannot be given other matchers, and one that is not there cannot be changed', async () => {
    const id = idIn((await send('POST', '/silences', silence)).body);
    const change = { endsAt: now + hour, comment: 'x', by: 'Bob' };
    const answer = await send('PUT', `/silences/${id}`, { ...change, matchers });
    expect(apiProblem.parse(answer.body).errors).toMatchObject([{ path: 'matchers', code: 'unknown-key' }]);
    expect((await send('PUT', '/silences/none', change)).status).toBe(404);
    expect((await send('DELETE', '/silences/none', { by: 'Bob' })).status).toBe(404);
    const late = await send('PUT', `/silences/${id}`, { ...change, endsAt: now });
    expect(apiProblem.parse(late.body).errors).toMatchObject([{ path: 'endsAt', code: 'ends-before-start' }]);
  });
});

describe('a maintenance window', () => {
  test('is made, shown with its next opening, changed and deleted, and each is told', async () => {
    const made = await send('POST', '/maintenance', window);
    const id = idIn(made.body);
    // Tuesday 02:30 in Oslo, which is an hour ahead of UTC in winter.
    const next = { startsAt: Date.UTC(2026, 10, 24, 1, 30), endsAt: Date.UTC(2026, 10, 24, 3) };
    expect([made.status, made.body]).toMatchObject([201, { window: { name: 'Patch night', open: null, next, hits: 1 } }]);
    vi.setSystemTime(next.startsAt);
    expect(apiMaintenance.parse(await get('/maintenance')).windows).toMatchObject([{ id, open: next }]);
    expect((await standingOf('web-1'))?.window).toEqual({ id, name: 'Patch night', endsAt: next.endsAt });
    const changed = await send('PUT', `/maintenance/${id}`, { ...window, name: 'Other night', by: 'Bob' });
    expect(changed.body).toMatchObject({ window: { id, name: 'Other night', createdBy: 'Ann', createdAt: now } });
    expect((await send('DELETE', `/maintenance/${id}`, { by: 'Bob' })).status).toBe(200);
    expect((await send('DELETE', `/maintenance/${id}`, { by: 'Bob' })).status).toBe(404);
    expect((await send('PUT', `/maintenance/${id}`, window)).status).toBe(404);
    expect((await events()).events.map(({ kind }) => kind)).toEqual([
      'maintenance-deleted',
      'maintenance-changed',
      'maintenance-made',
    ]);
  });

  test('has a preview of what it hits and when it is open', async () => {
    const { body } = await send('POST', '/maintenance/preview', { matchers, schedule: { ...weekly, weekdays: [1, 2] } });
    expect(apiMaintenancePreview.parse(body)).toMatchObject({
      count: 1,
      openings: [{ startsAt: Date.UTC(2026, 10, 24, 1, 30) }, { startsAt: Date.UTC(2026, 10, 30, 1, 30) }, {}],
    });
    const once = { kind: 'once', startsAt: now - hour, endsAt: now + hour };
    const open = await send('POST', '/maintenance/preview', { matchers, schedule: once });
    expect(apiMaintenancePreview.parse(open.body).openings).toEqual([{ startsAt: now - hour, endsAt: now + hour }]);
  });

  test.each([
    ['no name', { ...window, name: '' }, 'name', 'no-name'],
    ['no day', { ...window, schedule: { ...weekly, weekdays: [] } }, 'schedule.weekdays', 'not-valid'],
    ['a time that is none', { ...window, schedule: { ...weekly, start: '25:00' } }, 'schedule.start', 'not-valid'],
    ['a zone that is none', { ...window, schedule: { ...weekly, zone: 'Moon' } }, 'schedule.zone', 'not-valid'],
    [
      'an end before its start',
      { ...window, schedule: { kind: 'once', startsAt: now + hour, endsAt: now } },
      'schedule.endsAt',
      'not-valid',
    ],
    [
      'an end in the past',
      { ...window, schedule: { kind: 'once', startsAt: now - hour, endsAt: now } },
      'schedule.endsAt',
      'ends-in-past',
    ],
  ])('with %s is refused by field and word', async (_name, body, path, code) => {
    const answer = await send('POST', '/maintenance', body);
    expect([answer.status, apiProblem.parse(answer.body).errors.map((one) => [one.path, one.code])]).toEqual([
      422,
      [[path, code]],
    ]);
    expect(apiMaintenance.parse(await get('/maintenance')).windows).toEqual([]);
  });

  test('that leaves next to nothing out is asked for twice', async () => {
    const broad = { ...window, matchers: ['alertname=~".*"'] };
    expect((await send('POST', '/maintenance', broad)).body).toMatchObject({ status: 409, code: 'matches-everything' });
    expect((await send('POST', '/maintenance', { ...broad, confirmed: true })).status).toBe(201);
  });
});

test('what happened comes page by page, each once', async () => {
  for (let n = 0; n < 5; n += 1) {
    vi.setSystemTime(now + n * 1_000);
    await send('POST', '/alerts/web-1/ack', { by: `p${n}` });
  }
  await send('POST', '/silences', { ...silence, endsAt: now + hour });
  const seen: string[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const page: ApiAlertEvents = await events(`fingerprint=web-1&limit=2&before=${before}`);
    seen.push(...page.events.map(({ kind, detail }) => `${kind} ${(detail as { by: string }).by}`));
    before = page.next;
  }
  expect(seen).toEqual(['silenced Ann', ...[4, 3, 2, 1, 0].map((n) => `acknowledged p${n}`)]);
  expect((await events(`from=${now + 4_000}`)).events).toHaveLength(2);
});

test('a store that refuses a write is said as a problem, and nothing is pretended', async () => {
  rmSync(join(folder, 'data'), { recursive: true });
  const answer = await send('POST', '/alerts/web-1/ack', { by: 'Ann' });
  expect([answer.status, apiProblem.parse(answer.body).code]).toEqual([503, 'store-missing']);
});
