// Longer than 250 lines: every part of the store of alerts, on one made-up set.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertsCommit, StoredAlert, StoredAlertEvent } from './alert-store.ts';
import { hostileTexts } from './contract/rows.ts';
import { openStore } from './open-store.ts';
import { openAlertStore } from './sqlite-alerts.ts';
import type { StoredRule } from './stored-rule.ts';

let folder = '';
let file = '';
let store: Awaited<ReturnType<typeof openAlertStore>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-alerts-'));
  file = join(folder, 'hvitals.db');
  store = await openAlertStore(file, 'collectors');
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const alert = (fingerprint: string, parts: Partial<StoredAlert> = {}): StoredAlert => ({
  fingerprint,
  rule: 'HeartbeatLost',
  status: 'firing',
  severity: 'critical',
  labels: { vm: 'web-1', vm_id: 'x' },
  summary: 'web-1 is silent',
  description: '',
  value: 12,
  activeAt: 1_000,
  firingAt: 61_000,
  keptSince: 90_000,
  placed: { vm: 'web', host: 'hv01' },
  held: { reason: 'silenced', silences: ['s1'] },
  told: ['pager'],
  ...parts,
});
const event = (fingerprint: string, parts: Partial<StoredAlertEvent> = {}): Omit<StoredAlertEvent, 'id'> => ({
  at: 1_000,
  fingerprint,
  rule: 'HeartbeatLost',
  severity: 'critical',
  kind: 'firing',
  labels: { vm: 'web-1' },
  detail: { value: 12 },
  ...parts,
});
const commit = (parts: Partial<AlertsCommit>) =>
  store.commitAlerts({ upserts: [], gone: [], events: [], notifications: [], ...parts });
const notification = (key: string, createdAt = 0) => ({ receiver: 'ops', key, payload: { key }, createdAt });
const silence = (id: string, endsAt = 9_000) => ({
  id,
  matchers: [{ name: 'vm', op: '=', value: 'web-1' }],
  startsAt: 1_000,
  endsAt,
  createdBy: 'Ann',
  comment: 'patch night',
  createdAt: 500,
});

describe('alerts', () => {
  it('are as they were after a restart, and go when they are gone', async () => {
    const quiet = alert('b', { status: 'pending', firingAt: undefined, value: undefined, keptSince: undefined });
    await commit({ upserts: [alert('a'), quiet] });
    await store.close();
    store = await openAlertStore(file, 'collectors');
    expect(await store.listAlerts()).toEqual([alert('a'), quiet]);
    await commit({ upserts: [alert('b')], gone: ['a', 'never there'] });
    expect(await store.listAlerts()).toEqual([alert('b')]);
  });

  it('give hostile text back unchanged', async () => {
    for (const text of hostileTexts) {
      const hostile = alert('a', { summary: text, description: text, labels: { vm: text } });
      await commit({ upserts: [hostile], events: [event('a', { labels: { vm: text }, detail: text })] });
      expect(await store.listAlerts()).toEqual([hostile]);
      expect((await store.listAlertEvents({ limit: 1 }))[0]).toMatchObject({ labels: { vm: text }, detail: text });
    }
  });

  it('are written with their events and notifications, or none of it is', async () => {
    const broken = event('a', { at: Number.NaN });
    await expect(commit({ upserts: [alert('a')], notifications: [notification('n')], events: [broken] })).rejects.toThrow(file);
    expect(await store.listAlerts()).toEqual([]);
    expect(await store.listOutbox({ limit: 9 })).toEqual([]);
  });

  it('move the revision that readers of the store watch', async () => {
    const watching = await openStore({ file, mode: 'app' });
    const before = await watching.revision();
    await commit({ upserts: [alert('a')] });
    expect(await watching.revision()).toBe(before + 1);
    await watching.close();
  });
});

describe('events of alerts', () => {
  it('come newest first, page by page, each once', async () => {
    await commit({ events: [1, 2, 2, 2, 3].map((at, n) => event(`f${n}`, { at })) });
    const seen: string[] = [];
    for (let before: { at: number; id: number } | undefined; ; ) {
      const page = await store.listAlertEvents({ limit: 2, ...(before && { before }) });
      seen.push(...page.map(({ fingerprint }) => fingerprint));
      before = page.at(-1);
      if (before === undefined) break;
    }
    expect(seen).toEqual(['f4', 'f3', 'f2', 'f1', 'f0']);
    const of = async (filter: { fingerprint?: string; rule?: string; from?: number }) =>
      (await store.listAlertEvents({ limit: 9, ...filter })).length;
    expect([await of({ fingerprint: 'f1' }), await of({ rule: 'Other' }), await of({ from: 2 })]).toEqual([1, 0, 4]);
  });
});

describe('acknowledgements', () => {
  it('are of an alert that is there, end with it, and are told', async () => {
    const ack = { fingerprint: 'a', by: 'Ann', note: 'on it', at: 2_000 };
    expect(await store.putAck(ack)).toBe(false);
    await commit({ upserts: [alert('a')] });
    expect(await store.putAck(ack)).toBe(true);
    expect(await store.listAcks()).toEqual([ack]);
    expect(await store.listAlertEvents({ limit: 9 })).toMatchObject([
      { kind: 'acknowledged', rule: 'HeartbeatLost', labels: alert('a').labels, detail: { by: 'Ann', note: 'on it' } },
    ]);
    await commit({ upserts: [alert('b')] });
    const several = ['b', 'never there', 'a'].map((fingerprint) => ({ ...ack, fingerprint }));
    expect(await store.putAcks(several)).toEqual(['b', 'a']);
    expect((await store.listAcks()).map(({ fingerprint }) => fingerprint)).toEqual(['a', 'b']);
    await commit({ gone: ['b'] });
    expect(await store.dropAck('a', 'Bob', 3_000)).toBe(true);
    expect(await store.dropAck('a', 'Bob', 3_000)).toBe(false);
    await store.putAck(ack);
    await commit({ gone: ['a'] });
    expect(await store.listAcks()).toEqual([]);
    expect((await store.listAlertEvents({ fingerprint: 'a', limit: 9 })).map(({ kind }) => kind)).toEqual([
      'unacknowledged',
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ]);
  });
});

describe('the outbox', () => {
  const waiting = async () => (await store.listOutbox({ limit: 9 })).map(({ key, attempts, error }) => [key, attempts, error]);
  const ops = async () => (await store.listReceivers()).find(({ name }) => name === 'ops');
  beforeEach(() => store.putReceivers([{ name: 'ops', kind: 'webhook' }]));

  it('holds each notification once until it is delivered', async () => {
    await commit({ notifications: [notification('n1', 10), notification('n1', 20), notification('n2', 30)] });
    const [first, second] = await store.listOutbox({ limit: 9 });
    expect(first).toMatchObject({ key: 'n1', payload: { key: 'n1' }, createdAt: 10, attempts: 0, nextAttemptAt: 10 });
    const failed = { result: 'failed', at: 50, error: 'refused \ud800', nextAttemptAt: 100 } as const;
    await store.noteDelivery('ops', [first?.id ?? 0], failed);
    expect(await waiting()).toEqual([
      ['n1', 1, 'refused \ud800'],
      ['n2', 0, undefined],
    ]);
    expect(await ops()).toMatchObject({ isFailing: true, pending: 2, lastError: 'refused \ud800', lastErrorAt: 50 });
    await store.noteDelivery('ops', [first?.id ?? 0, second?.id ?? 0], { result: 'delivered', at: 120 });
    expect(await waiting()).toEqual([]);
    expect(await ops()).toMatchObject({ isFailing: false, pending: 0, lastSuccessAt: 120, lastErrorAt: 50 });
    // What was delivered is not sent again, however often it is decided.
    await commit({ notifications: [notification('n1', 200)] });
    expect(await waiting()).toEqual([]);
  });

  it('keeps what was refused to be seen, and tries it no more', async () => {
    await commit({ notifications: [notification('n1'), notification('n2')] });
    const [first] = await store.listOutbox({ limit: 9 });
    await store.noteDelivery('ops', [first?.id ?? 0], { result: 'refused', at: 50, error: '400 no' });
    expect(await waiting()).toEqual([['n2', 0, undefined]]);
    expect(await ops()).toMatchObject({ isFailing: true, pending: 1, refused: 1, lastError: '400 no' });
    await store.prune(51);
    expect(await ops()).toMatchObject({ pending: 1, refused: 0 });
  });

  it('keeps notifications in the batch that they were first sent with', async () => {
    await commit({ notifications: [notification('n1'), notification('n2'), { ...notification('n3'), receiver: 'other' }] });
    const rows = await store.listOutbox({ receiver: 'ops', limit: 9 });
    expect(rows.map(({ key, batch }) => [key, batch])).toEqual([
      ['n1', undefined],
      ['n2', undefined],
    ]);
    await store.startBatch('b1', [rows[0]?.id ?? 0]);
    await store.startBatch(
      'b2',
      rows.map(({ id }) => id),
    );
    expect((await store.listOutbox({ receiver: 'ops', limit: 9 })).map(({ batch }) => batch)).toEqual(['b1', 'b2']);
  });

  it('forgets a receiver that is gone, with what it was told, so that it can come back', async () => {
    await commit({ notifications: [notification('n1')] });
    const [first] = await store.listOutbox({ limit: 9 });
    await store.noteDelivery('ops', [first?.id ?? 0], { result: 'delivered', at: 50 });
    await store.putReceivers([{ name: 'ops', kind: 'email' }]);
    expect(await ops()).toMatchObject({ kind: 'email', lastSuccessAt: 50 });
    await store.putReceivers([{ name: 'pager', kind: 'webhook' }]);
    expect(await store.listReceivers()).toEqual([{ name: 'pager', kind: 'webhook', pending: 0, refused: 0, isFailing: false }]);
    await store.putReceivers([{ name: 'ops', kind: 'webhook' }]);
    await commit({ notifications: [notification('n1')] });
    expect(await waiting()).toEqual([['n1', 0, undefined]]);
  });

  it('says of a receiver how something else went', async () => {
    await store.noteReceiver('ops', 10, 'no route');
    expect(await ops()).toMatchObject({ isFailing: true, lastError: 'no route', lastErrorAt: 10 });
    await store.noteReceiver('ops', 20);
    expect(await ops()).toMatchObject({ isFailing: false, lastSuccessAt: 20, lastError: 'no route' });
  });
});

describe('silences and maintenance windows', () => {
  it('are kept, changed in place and told; old ones go', async () => {
    await store.putSilence(silence('s1'), event('', { kind: 'silenced', rule: '', detail: { by: 'Ann' } }));
    await store.putSilence(silence('s2', 2_000), event('', { kind: 'silenced', rule: '' }));
    await store.putSilence(silence('s1', 5_000), event('', { kind: 'silence-ended', rule: '' }));
    expect(await store.listSilences()).toEqual([silence('s1', 5_000), silence('s2', 2_000)]);
    const window = {
      id: 'm1',
      name: 'patch',
      schedule: { weekday: 2 },
      matchers: [],
      createdBy: 'Ann',
      createdAt: 1,
    };
    await store.putMaintenance(window, event('', { kind: 'maintenance-made' }));
    expect(await store.listMaintenance()).toEqual([window]);
    const deleted = event('', { kind: 'maintenance-deleted' });
    expect([await store.deleteMaintenance('m1', deleted), await store.deleteMaintenance('m1', deleted)]).toEqual([true, false]);
    expect((await store.listAlertEvents({ limit: 2 })).map(({ kind }) => kind)).toEqual([
      'maintenance-deleted',
      'maintenance-made',
    ]);
    await store.prune(3_000);
    expect((await store.listSilences()).map(({ id }) => id)).toEqual(['s1']);
    expect(await store.listAlertEvents({ limit: 9 })).toEqual([]);
  });
});

describe('rules', () => {
  const rule = (name: string, parts: Partial<StoredRule> = {}): StoredRule => ({
    name,
    file: 'rules/site.yaml',
    line: 2,
    source: 'user',
    severity: 'warning',
    definition: { name, threshold: 1 },
    series: 3,
    error: undefined,
    ...parts,
  });
  const load = {
    loadedAt: 1_000,
    triedAt: 2_000,
    ok: false,
    isFallback: true,
    everySeconds: 15,
    problems: [{ file: 'a', line: 1, path: '', message: hostileTexts[0] ?? '' }],
  };

  it('are those that were put last, in their order; an evaluation is known beside them', async () => {
    expect(await store.listRules()).toEqual({ rules: [], load: undefined, evaluatedAt: undefined });
    const rules = [
      rule('B', { error: 'odd \u0000 \ud800', series: undefined }),
      rule('A', { source: 'shipped', file: 'ä \ud800' }),
    ];
    await store.putRules([rule('Z')], { ...load, ok: true });
    await store.putRules(rules, load);
    await commit({ evaluatedAt: 1_764_140_000_123.6 });
    await store.close();
    store = await openAlertStore(file, 'collectors');
    expect(await store.listRules()).toEqual({ rules, load, evaluatedAt: 1_764_140_000_124 });
    await commit({ upserts: [alert('a')] });
    expect((await store.listRules()).evaluatedAt).toBe(1_764_140_000_124);
  });

  it('with one name twice are refused, and those before stay', async () => {
    await store.putRules([rule('A')], load);
    await expect(store.putRules([rule('B'), rule('B')], load)).rejects.toThrow();
    expect((await store.listRules()).rules).toEqual([rule('A')]);
  });
});

describe('the app', () => {
  it('waits for the collectors, then writes beside them', async () => {
    const missing = openAlertStore(join(folder, 'none.db'), 'app');
    await expect(missing).rejects.toMatchObject({ code: 'missing' });
    await commit({ upserts: [alert('a')] });
    const app = await openAlertStore(file, 'app');
    const acks = Array.from({ length: 50 }, (_, n) => app.putAck({ fingerprint: 'a', by: `p${n}`, note: '', at: n }));
    const commits = Array.from({ length: 50 }, (_, n) => commit({ upserts: [alert(`b${n}`)] }));
    await Promise.all([...acks, ...commits]);
    expect(await app.listAlerts()).toHaveLength(51);
    expect(await store.listAcks()).toEqual([{ fingerprint: 'a', by: 'p49', note: '', at: 49 }]);
    await app.close();
  });
});

describe('how far the alerts are', () => {
  it('moves with each of their writes and no other; an evaluation alone moves the time', async () => {
    expect(await store.alertsAsOf()).toEqual({ revision: 0, evaluatedAt: undefined });
    await commit({ upserts: [alert('a')] });
    const first = await store.alertsAsOf();
    expect(first.revision).toBeGreaterThan(0);
    await store.noteEvaluation(5_000);
    await store.noteEvaluation(20_000);
    const other = await openStore({ file, mode: 'app' });
    expect(await other.revision()).toBe(first.revision);
    await other.close();
    expect(await store.alertsAsOf()).toEqual({ revision: first.revision, evaluatedAt: 20_000 });
    await store.putAck({ fingerprint: 'a', by: 'Ann', note: '', at: 1 });
    expect((await store.alertsAsOf()).revision).toBeGreaterThan(first.revision);
  });
});

describe('events of one label', () => {
  it('are those that carry it, and a guest cannot write itself into those of another', async () => {
    const forged = { vm: 'x"],["vm_id","one"]', vm_id: 'two' };
    await commit({ events: [event('a', { labels: { vm: 'web-1', vm_id: 'one' } }), event('b', { labels: forged })] });
    const of = async (value: string) =>
      (await store.listAlertEvents({ label: { name: 'vm_id', value }, limit: 9 })).map(({ fingerprint }) => fingerprint);
    expect(await of('one')).toEqual(['a']);
    expect(await of('two')).toEqual(['b']);
    expect(await of('on')).toEqual([]);
  });
});
