import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import type { Sample } from '#lib/series/sample.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { RuleEvaluator, type RulesOptions } from './evaluate-rules.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const rule = testRule({ forMs: 30_000, summary: 'Lost: {{ $labels.vm }}', severity: 'critical' });

let folder = '';
let store: OpenAlertStore;
let samples: Sample[] = [];
let waitingFor = 0;
let logged: Record<string, unknown>[] = [];
let faults = 0;
let outOfReach: readonly string[] = [];
let clock = createFakeClock(start);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-rules-'));
  store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  [samples, waitingFor, logged, faults, outOfReach, clock] = [[], 0, [], 0, [], createFakeClock(start)];
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const lost = (vm: string): Sample => ({ metric: rule.series, labels: { vm }, value: 1 });

async function createEvaluator(parts: Partial<RulesOptions> = {}): Promise<RuleEvaluator> {
  const options = {
    store,
    daemon: {
      currentSamples: () => (metric: string) => samples.filter((sample) => sample.metric === metric),
      readiness: () => ({ targetsLoaded: true, waitingFor, storeWritable: true }),
      metrics: { countFault: () => (faults += 1) },
      isOutOfReach: (_metric: string, { vm }: Readonly<Record<string, string>>) => outOfReach.includes(vm ?? ''),
    } as unknown as RulesOptions['daemon'],
    rules: [rule],
    clock,
    log: createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } }),
    ...parts,
  };
  return new RuleEvaluator(options, loadAlerts(await store.listAlerts(), (await store.listRules()).evaluatedAt));
}

async function evaluateAt(evaluator: RuleEvaluator, seconds: number): Promise<readonly string[]> {
  await clock.advance(start + seconds * 1_000 - clock.now());
  await evaluator.evaluate();
  return (await store.listAlerts()).map(({ status, summary }) => `${status} ${summary}`);
}
const told = async () =>
  (await store.listAlertEvents({ limit: 99 })).map(({ kind, at }) => `${kind} ${(at - start) / 1_000}`).toReversed();

test('what a step changes is stored, with its text and its history', async () => {
  const evaluator = await createEvaluator();
  samples = [lost('web-1')];
  expect(await evaluateAt(evaluator, 0)).toEqual(['pending Lost: web-1']);
  expect(await evaluateAt(evaluator, 15)).toEqual(['pending Lost: web-1']);
  expect(await evaluateAt(evaluator, 30)).toEqual(['firing Lost: web-1']);
  samples = [];
  expect(await evaluateAt(evaluator, 45)).toEqual([]);
  expect(await told()).toEqual(['pending 0', 'firing 30', 'resolved 45']);
  expect(logged.map(({ msg, from, to }) => `${msg}: ${from} ${to}`)).toEqual([
    'alert changed: inactive pending',
    'alert changed: pending firing',
    'alert changed: firing resolved',
  ]);
});

test('a restart begins no for anew, and ends nothing before the hosts were read', async () => {
  samples = [lost('web-1')];
  await evaluateAt(await createEvaluator(), 0);
  [samples, waitingFor] = [[], 1];
  const second = await createEvaluator();
  expect(await evaluateAt(second, 20)).toEqual(['pending Lost: web-1']);
  [samples, waitingFor] = [[lost('web-1')], 0];
  expect(await evaluateAt(second, 35)).toEqual(['firing Lost: web-1']);
  expect(await told()).toEqual(['pending 0', 'firing 35']);
});

test('a host that stays silent does not hold alerts for ever', async () => {
  samples = [lost('web-1')];
  const evaluator = await createEvaluator();
  await evaluateAt(evaluator, 0);
  [samples, waitingFor] = [[], 1];
  expect(await evaluateAt(evaluator, 299)).toHaveLength(1);
  expect(await evaluateAt(evaluator, 301)).toEqual([]);
});

test('a step that the store refuses is made again from where it began', async () => {
  samples = [lost('web-1')];
  let refuses = true;
  const refusing: RulesOptions['store'] = {
    commitAlerts: (commit) => (refuses ? Promise.reject(new Error('disk full')) : store.commitAlerts(commit)),
    noteEvaluation: (at) => store.noteEvaluation(at),
  };
  const evaluator = await createEvaluator({ store: refusing });
  expect(await evaluateAt(evaluator, 0)).toEqual([]);
  expect([faults, logged.at(-1)?.msg]).toEqual([1, 'alert rules could not be evaluated, tried again at the next step']);
  refuses = false;
  expect(await evaluateAt(evaluator, 15)).toEqual(['pending Lost: web-1']);
  expect(await told()).toEqual(['pending 15']);
});

test('nothing is written while nothing changes', async () => {
  let commits = 0;
  const counting: RulesOptions['store'] = {
    commitAlerts: (commit) => {
      commits += 1;
      return store.commitAlerts(commit);
    },
    noteEvaluation: (at) => store.noteEvaluation(at),
  };
  const evaluator = await createEvaluator({ store: counting });
  samples = [lost('a'), lost('b')];
  for (const seconds of [0, 15, 30, 45, 60]) await evaluateAt(evaluator, seconds);
  expect(commits).toBe(2);
  // When the rules were evaluated is told even so: silence must not look like rest.
  expect((await store.alertsAsOf()).evaluatedAt).toBe(start + 60_000);
});

describe('a clock that is stepped back by an hour', () => {
  const hour = 3_600_000;
  const told = async () => (await store.listAlertEvents({ limit: 99 })).toSorted((a, b) => a.id - b.id).map(({ kind }) => kind);

  test('while the rules are judged neither lengthens nor ends anything', async () => {
    const evaluator = await createEvaluator();
    samples = [lost('web-1')];
    await evaluateAt(evaluator, 0);
    await evaluateAt(evaluator, 15);
    clock.stepWallClock(-hour);
    await clock.advance(15_000);
    await evaluator.evaluate();
    expect(await store.listAlerts()).toMatchObject([
      { status: 'firing', activeAt: start - hour, firingAt: start + 30_000 - hour },
    ]);
    expect(await told()).toEqual(['pending', 'firing']);
  });

  test('while the daemon was down does not lengthen for', async () => {
    samples = [lost('web-1')];
    const first = await createEvaluator({ rules: [{ ...rule, forMs: 180_000 }] });
    for (const seconds of [0, 60, 120]) await evaluateAt(first, seconds);
    clock.stepWallClock(-hour);
    const second = await createEvaluator({ rules: [{ ...rule, forMs: 180_000 }] });
    await clock.advance(15_000);
    await second.evaluate();
    expect((await store.listAlerts()).map(({ status }) => status)).toEqual(['pending']);
    // How long the daemon was down nobody can say; what passed before and after it counts.
    await clock.advance(60_000);
    await second.evaluate();
    expect((await store.listAlerts()).map(({ status }) => status)).toEqual(['firing']);
    expect(await told()).toEqual(['pending', 'firing']);
  });
});

test('what nobody can look at stays what it is; what is gone ends', async () => {
  const evaluator = await createEvaluator();
  samples = [lost('a'), lost('b')];
  await evaluateAt(evaluator, 0);
  await evaluateAt(evaluator, 30);
  samples = [lost('c')];
  await evaluateAt(evaluator, 45);
  outOfReach = ['c'];
  samples = [];
  expect(await evaluateAt(evaluator, 300)).toEqual(['pending Lost: c']);
  outOfReach = [];
  expect(await evaluateAt(evaluator, 315)).toEqual([]);
});

describe('rules that are replaced while alerts stand', () => {
  test('leave an alert what it is where name, labels and severity stay, its time with it', async () => {
    const evaluator = await createEvaluator();
    samples = [lost('web-1')];
    await evaluateAt(evaluator, 0);
    evaluator.replaceRules([{ ...rule, forMs: 45_000, summary: 'Gone: {{ $labels.vm }}' }]);
    expect(await evaluateAt(evaluator, 30)).toEqual(['pending Lost: web-1']);
    expect(await evaluateAt(evaluator, 45)).toEqual(['firing Gone: web-1']);
    expect(await told()).toEqual(['pending 0', 'firing 45']);
  });

  test('end an alert of another severity, and one whose rule is gone', async () => {
    const evaluator = await createEvaluator();
    samples = [lost('web-1')];
    await evaluateAt(evaluator, 0);
    await evaluateAt(evaluator, 30);
    evaluator.replaceRules([{ ...rule, severity: 'info' }]);
    expect(await evaluateAt(evaluator, 45)).toEqual(['pending Lost: web-1']);
    evaluator.replaceRules([]);
    expect(await evaluateAt(evaluator, 60)).toEqual([]);
    expect(await told()).toEqual(['pending 0', 'firing 30', 'pending 45', 'resolved 45', 'inactive 60']);
  });

  test('end nothing whose rule could not be read', async () => {
    const evaluator = await createEvaluator();
    samples = [lost('web-1')];
    await evaluateAt(evaluator, 0);
    await evaluateAt(evaluator, 30);
    evaluator.replaceRules([], true);
    expect(await evaluateAt(evaluator, 300)).toEqual(['firing Lost: web-1']);
  });
});
