import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hostUnreachableRule } from '#lib/alerting/inhibit.ts';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { receiver } from '#lib/config/notify-schema.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { AlertEventKind, AlertStore } from '#lib/store/alert-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { RuleEvaluator, type RulesOptions } from './evaluate-rules.ts';
import { AlertTeller } from './tell-alerts.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const lost = testRule({ name: 'Lost', severity: 'critical', summary: 'Lost: {{ $labels.vm }}', runbook: 'docs/x.md' });
const unreachable = testRule({ name: hostUnreachableRule, series: 'hvitals_scrape_success', op: '==', severity: 'critical' });

let folder = '';
let store: OpenAlertStore;
let samples: Sample[] = [];
let hostOf: Record<string, string> = {};
let logged: Record<string, unknown>[] = [];
let woken: string[][] = [];
let clock = createFakeClock(start);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-tell-'));
  store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  [samples, hostOf, logged, woken, clock] = [[], { x1: 'hv01', x2: 'hv02' }, [], [], createFakeClock(start)];
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const lostVm = (id: string): Sample => ({ metric: lost.series, labels: { vm: `web-${id}`, vm_id: id }, value: 1 });
const hook = (name: string, match: string[] = []) => receiver.parse({ name, kind: 'webhook', url: 'http://127.0.0.1:1', match });

/** The evaluator and the teller as they begin on what the store holds. */
async function begin(receivers: ReturnType<typeof hook>[], commitAlerts: AlertStore['commitAlerts'] = store.commitAlerts) {
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const placeOf = ({ vm_id = '', host = hostOf[vm_id] }: Readonly<Record<string, string>>) => ({
    host,
    targetLabels: host === undefined ? undefined : sites,
  });
  const onTold = (names: ReadonlySet<string>) => woken.push([...names]);
  const teller = new AlertTeller({ store, placeOf, clock, log, onTold }, await store.listAlerts());
  const use = async (next: ReturnType<typeof hook>[]) => {
    await store.putReceivers(next);
    teller.use({ receivers: next, externalUrl: 'https://h.example' });
  };
  await use(receivers);
  const daemon = {
    currentSamples: () => (metric: string) => samples.filter((sample) => sample.metric === metric),
    readiness: () => ({ targetsLoaded: true, waitingFor: 0, storeWritable: true }),
    metrics: { countFault: () => undefined },
    isOutOfReach: () => false,
  } as unknown as RulesOptions['daemon'];
  const evaluator = new RuleEvaluator(
    { store: { commitAlerts, noteEvaluation: store.noteEvaluation }, daemon, rules: [lost, unreachable], clock, log, teller },
    loadAlerts(await store.listAlerts()),
  );
  /** One evaluation, 15 s later; what is in the outbox since, as `receiver status vm`. */
  let seen = 0;
  const pass = async () => {
    await clock.advance(15_000);
    await evaluator.evaluate();
    const rows = (await store.listOutbox({ limit: 999 })).filter(({ id }) => id > seen);
    seen = Math.max(seen, ...rows.map(({ id }) => id));
    return rows.map(({ receiver: name, payload }) => {
      const { status, labels } = payload as { status: string; labels: Record<string, string> };
      return `${name} ${status} ${labels.vm ?? labels.host}`;
    });
  };
  return { teller, use, pass };
}
const sites = { site: 'oslo' };
const silenceOf = (matchers: readonly object[], endsAt = start + 60_000) => ({
  ...{ id: 's1', matchers: matchers as never, startsAt: start, endsAt, createdBy: 'Ann', comment: 'x', createdAt: start },
});
const silenced = { at: start, fingerprint: '', rule: '', severity: '', kind: 'silenced', labels: {}, detail: {} } as const;

test('an alert that fires is told once, and once that it is resolved, with key, place and texts', async () => {
  const { pass, teller } = await begin([hook('ops')]);
  expect(await pass()).toEqual([]);
  samples = [lostVm('x1')];
  expect(await pass()).toEqual(['ops firing web-x1']);
  const [row] = await store.listOutbox({ limit: 9 });
  expect(row?.payload).toMatchObject({
    summary: 'Lost: web-x1',
    runbook: 'docs/x.md',
    placed: { host: 'hv01', site: 'oslo', vm: 'web-x1' },
    url: 'https://h.example/vms/x1',
    startsAt: start + 30_000,
  });
  expect(row?.key).toMatch(/^[0-9a-f]{16}-\d+-firing$/);
  expect((await store.listAlerts())[0]).toMatchObject({ told: ['ops'], held: undefined, placed: { host: 'hv01' } });
  expect(teller.firingOf('ops').map(({ key }) => key)).toEqual([row?.key]);
  expect(await pass()).toEqual([]);
  samples = [];
  expect(await pass()).toEqual(['ops resolved web-x1']);
  const ended = (await store.listOutbox({ limit: 9 })).at(-1);
  expect(ended?.payload).toMatchObject({ status: 'resolved', endsAt: start + 60_000, startsAt: start + 30_000 });
  expect(ended?.key).toBe(row?.key.replace('firing', 'resolved'));
  expect(teller.firingOf('ops')).toEqual([]);
  expect(woken).toEqual([['ops'], ['ops']]);
});

test('who is told goes by the labels of alert and place; who was told hears the end wherever the VM is by then', async () => {
  const { pass } = await begin([hook('oslo', ['site="oslo"']), hook('one', ['host="hv01"', 'severity=~"critical|warning"'])]);
  samples = [lostVm('x1'), lostVm('x2')];
  expect(await pass()).toEqual(['oslo firing web-x1', 'one firing web-x1', 'oslo firing web-x2']);
  hostOf = { x1: 'hv02', x2: 'hv02' };
  expect(await pass()).toEqual([]);
  expect((await store.listAlerts()).map(({ placed }) => placed.host)).toEqual(['hv02', 'hv02']);
  samples = [];
  expect((await pass()).toSorted()).toEqual(['one resolved web-x1', 'oslo resolved web-x1', 'oslo resolved web-x2']);
});

test('a silence holds back until it ends, the page and the log say why, and the log says it once', async () => {
  const { pass } = await begin([hook('ops')]);
  await store.putSilence(silenceOf([{ name: 'host', op: '=', value: 'hv01' }]), silenced);
  samples = [lostVm('x1')];
  for (let n = 0; n < 3; n++) expect(await pass()).toEqual([]);
  expect((await store.listAlerts())[0]).toMatchObject({ told: [], held: { reason: 'silenced', silences: ['s1'] } });
  expect(await pass()).toEqual(['ops firing web-x1']);
  expect((await store.listAlerts())[0]?.held).toBeUndefined();
  const reasons = logged.filter(({ msg }) => msg === 'what holds notifications back changed').map(({ reason }) => reason);
  expect(reasons).toEqual(['silenced', 'notify']);
});

test('an alert that ends under its silence is never told; one that was told before is told to have ended', async () => {
  const { pass } = await begin([hook('ops')]);
  samples = [lostVm('x1')];
  await pass();
  await store.putSilence(silenceOf([{ name: 'vm', op: '=~', value: '.+' }], start + 999_000), silenced);
  samples = [lostVm('x1'), lostVm('x2')];
  expect(await pass()).toEqual([]);
  expect((await store.listAlerts()).map(({ held, told }) => [held?.reason, told.length])).toEqual(
    expect.arrayContaining([
      ['silenced', 1],
      ['silenced', 0],
    ]),
  );
  samples = [];
  expect(await pass()).toEqual(['ops resolved web-x1']);
});

test('what is acknowledged, under maintenance, or on a host out of reach or drained is held back', async () => {
  const { pass } = await begin([]);
  samples = [lostVm('x1'), lostVm('x2')];
  await pass();
  /** Of the alerts about x1 and x2, after one more evaluation. */
  const reasons = async () => {
    await pass();
    const alerts = (await store.listAlerts()).filter(({ rule }) => rule === 'Lost');
    return ['x1', 'x2'].map((id) => alerts.find(({ labels }) => labels.vm_id === id)?.held);
  };
  const first = (await store.listAlerts()).find(({ labels }) => labels.vm_id === 'x1');
  await store.putAck({ fingerprint: first?.fingerprint ?? '', by: 'Ann', note: '', at: start });
  expect((await reasons()).map((held) => held?.reason)).toEqual(['acknowledged', undefined]);
  const once = { kind: 'once', startsAt: start, endsAt: start + 9_000_000 };
  const matchers = [{ name: 'site', op: '=', value: 'oslo' }];
  const event = (kind: AlertEventKind) => ({ at: start, fingerprint: '', rule: '', severity: '', kind, labels: {}, detail: {} });
  const window = { id: 'm1', name: 'x', schedule: once, matchers, createdBy: 'Ann', createdAt: start };
  await store.putMaintenance(window, event('maintenance-made'));
  expect((await reasons()).map((held) => held?.reason)).toEqual(['maintenance', 'maintenance']);
  await store.deleteMaintenance('m1', event('maintenance-deleted'));
  const paused: Sample = { metric: 'hvitals_host_cluster_node_state', labels: { host: 'hv02', state: 'paused' }, value: 1 };
  samples.push(paused);
  expect((await reasons())[1]).toMatchObject({ reason: 'maintenance', drainedHost: 'hv02' });
  samples = [lostVm('x1'), lostVm('x2'), { metric: unreachable.series, labels: { host: 'hv02', collector: 'vm' }, value: 0 }];
  expect((await reasons())[1]).toEqual({ reason: 'inhibited', host: 'hv02' });
});

test('a receiver that is added is told of what fires already; one that is removed is forgotten, and can come back', async () => {
  const { pass, use } = await begin([hook('ops')]);
  samples = [lostVm('x1')];
  await pass();
  await use([hook('ops'), hook('late')]);
  expect(await pass()).toEqual(['late firing web-x1']);
  await use([hook('late')]);
  expect(await pass()).toEqual([]);
  expect((await store.listAlerts())[0]?.told).toEqual(['late']);
  await use([hook('ops'), hook('late')]);
  expect(await pass()).toEqual(['ops firing web-x1']);
});

test('a restart tells nothing twice and forgets nobody', async () => {
  const first = await begin([hook('ops')]);
  samples = [lostVm('x1')];
  await first.pass();
  const key = (await store.listOutbox({ limit: 9 }))[0]?.key;
  const second = await begin([hook('ops')]);
  expect(second.teller.firingOf('ops').map((told) => told.key)).toEqual([key]);
  const before = await store.listOutbox({ limit: 9 });
  await second.pass();
  expect(await store.listOutbox({ limit: 9 })).toEqual(before);
  samples = [];
  const third = await begin([hook('ops')]);
  await third.pass();
  expect((await store.listOutbox({ limit: 9 })).map((row) => row.key)).toEqual([key, key?.replace('firing', 'resolved')]);
});

test('what the store refuses is decided again, and nobody is woken or believed alive before it is stored', async () => {
  let refuses = true;
  const { pass, teller } = await begin([hook('ops')], (commit) =>
    refuses ? Promise.reject(new Error('disk full')) : store.commitAlerts(commit),
  );
  samples = [lostVm('x1')];
  expect(await pass()).toEqual([]);
  expect([teller.isAlive(), woken, teller.firingOf('ops')]).toEqual([false, [], []]);
  refuses = false;
  expect(await pass()).toEqual(['ops firing web-x1']);
  expect([teller.isAlive(), woken]).toEqual([true, [['ops']]]);
  refuses = true;
  samples = [];
  await pass();
  await clock.advance(46_000);
  expect(teller.isAlive()).toBe(false);
});

test('a stored row that cannot be used is told once, and holds nothing back', async () => {
  await store.putSilence(silenceOf([{ name: 'vm', op: '=~', value: '(' }]), silenced);
  await store.putSilence({ ...silenceOf([]), id: 's2' }, silenced);
  const { pass } = await begin([hook('ops')]);
  samples = [lostVm('x1')];
  expect(await pass()).toEqual(['ops firing web-x1']);
  await pass();
  const told = logged.filter(({ msg }) => String(msg).startsWith('stored row cannot be used'));
  expect(told.map(({ table, id }) => `${table} ${id}`).toSorted()).toEqual(['silence s1', 'silence s2']);
});

test('nothing is written while nothing changes', async () => {
  let commits = 0;
  const { pass } = await begin([hook('ops')], (commit) => {
    commits += 1;
    return store.commitAlerts(commit);
  });
  samples = [lostVm('x1'), lostVm('x2')];
  for (let n = 0; n < 4; n++) await pass();
  expect(commits).toBe(1);
  hostOf = {};
  await pass();
  expect(commits).toBe(1);
});
