import { describe, expect, test } from 'vitest';
import { toFingerprint } from './fingerprint.ts';
import { alertKey, noAlerts, type StepInput, step } from './step.ts';
import { testRule } from './testdata/rules.ts';

const minute = 60_000;
const at = (minutes: number) => Date.UTC(2026, 0, 1) + minutes * minute;

/** Runs steps a minute apart; each value is that of the one series, undefined where it is absent. Returns what was told, by minute. */
function run(
  values: readonly (number | undefined)[],
  parts: Parameters<typeof testRule>[0] = {},
  input: Partial<StepInput> = {},
) {
  const rule = testRule(parts);
  let state = noAlerts;
  return values.map((value, index) => {
    const sample = { metric: rule.series, labels: { vm: 'web-1' }, value: value ?? 0 };
    const samplesOf = () => (value === undefined ? [] : [sample]);
    const result = step(state, { rules: [rule], samplesOf, now: at(index), ...input });
    state = result.state;
    return result.transitions.map(({ from, to }) => `${from}=>${to}`).join(' ');
  });
}

describe('an alert goes', () => {
  test('inactive=>firing without a for', () => {
    expect(run([1, 1, 0])).toEqual(['inactive=>firing', '', 'firing=>resolved']);
  });

  test('inactive=>pending=>firing=>resolved', () => {
    expect(run([0, 1, 1, 1, 0, 0], { forMs: 2 * minute })).toEqual([
      '',
      'inactive=>pending',
      '',
      'pending=>firing',
      'firing=>resolved',
      '',
    ]);
  });

  test('inactive=>pending=>inactive, and its for begins anew', () => {
    expect(run([1, undefined, 1, 1, 1], { forMs: 2 * minute })).toEqual([
      'inactive=>pending',
      'pending=>inactive',
      'inactive=>pending',
      '',
      'pending=>firing',
    ]);
  });

  test('firing=>firing while it is kept, and its keeping begins anew', () => {
    const parts = { keepFiringMs: 2 * minute };
    expect(run([1, 0, 1, 0, undefined, 0, 0], parts)).toEqual(['inactive=>firing', '', '', '', '', 'firing=>resolved', '']);
  });

  test('nowhere by NaN, but for another number', () => {
    expect(run([Number.NaN, Number.NaN])).toEqual(['', '']);
    expect(run([Number.NaN], { op: '!=' })).toEqual(['inactive=>firing']);
    expect(run([-5, 5, -1], { abs: true, threshold: 3 })).toEqual(['inactive=>firing', '', 'firing=>resolved']);
  });

  test('firing=>firing while a program that was started anew has not read everything', () => {
    expect(run([1, undefined], {}, { isWarmingUp: true })).toEqual(['inactive=>firing', '']);
  });
});

describe('an alert', () => {
  const rule = testRule({ severity: 'critical', where: [{ name: 'vm', op: '!=', value: 'db' }] });
  const sample = (vm: string, value: number) => ({ metric: rule.series, labels: { vm, severity: 'info' }, value });
  const evaluate = (samples: readonly ReturnType<typeof sample>[], rules = [rule], before = noAlerts) =>
    step(before, { rules, samplesOf: (metric) => samples.filter((one) => one.metric === metric), now: at(0) });

  test('is one for each series that is selected, with the labels of its rule above those of the series', () => {
    const { state } = evaluate([sample('a', 1), sample('b', 2), sample('db', 3), sample('c', 0)]);
    const labels = { vm: 'a', severity: 'critical', alertname: rule.name };
    expect([...state.alerts.keys()]).toEqual([alertKey(labels), alertKey({ ...labels, vm: 'b' })]);
    expect(state.alerts.get(alertKey(labels))).toMatchObject({ labels, value: 1, activeAt: at(0), firingAt: at(0) });
  });

  test('has a fingerprint by its labels alone, in any order', () => {
    expect(toFingerprint({})).toBe('cbf29ce484222325');
    expect(toFingerprint({ a: '1', b: '2' })).toBe(toFingerprint({ b: '2', a: '1' }));
    expect(new Set([{ a: '12' }, { a: '1', b: '2' }, { a: '', b: '12' }, { a1: '2' }].map(toFingerprint)).size).toBe(4);
  });

  test('ends with its rule', () => {
    const { state } = evaluate([sample('a', 1)]);
    const { state: after, transitions } = step(state, { rules: [], samplesOf: () => [], now: at(1), isWarmingUp: true });
    expect(after.alerts.size).toBe(0);
    expect(transitions).toMatchObject([{ from: 'firing', to: 'resolved' }]);
  });

  test('goes on under a rule that was changed and kept its name', () => {
    const { state } = evaluate([sample('a', 5)]);
    const changed = { ...rule, threshold: 3, forMs: 10 * minute };
    expect(evaluate([sample('a', 5)], [changed], state).transitions).toEqual([]);
  });
});

test('a rule of another severity ends its alerts, kept ones too, and makes others', () => {
  const rule = testRule({ keepFiringMs: 10 * minute });
  const samplesOf = () => [{ metric: rule.series, labels: { vm: 'a' }, value: 1 }];
  const { state } = step(noAlerts, { rules: [rule], samplesOf, now: at(0) });
  const { transitions } = step(state, { rules: [{ ...rule, severity: 'critical' }], samplesOf, now: at(1) });
  expect(transitions.map(({ alert, to }) => `${alert.labels.severity} ${to}`)).toEqual(['critical firing', 'warning resolved']);
});

describe('two series that give one alert', () => {
  const rule = testRule({ forMs: minute });
  const twice = ['warning', 'critical'].map((severity) => ({ metric: rule.series, labels: { vm: 'a', severity }, value: 1 }));
  const other = testRule({ name: 'HvitalsOther', where: [{ name: 'severity', op: '=', value: 'critical' }] });
  const at1 = (samples: typeof twice, before = noAlerts, minutes = 0) =>
    step(before, { rules: [rule, other], samplesOf: () => samples, now: at(minutes) });

  test('keep their rule from being judged: its alerts stay as they were, and other rules go on', () => {
    const { state } = at1(twice.slice(0, 1));
    const failed = at1(twice, state, 5);
    expect([...failed.failedRules]).toEqual([rule.name]);
    expect(failed.transitions.map(({ alert, to }) => `${alert.rule} ${to}`)).toEqual(['HvitalsOther firing']);
    const after = at1(twice.slice(0, 1), failed.state, 6);
    expect(after.transitions.map(({ alert, to }) => `${alert.rule} ${to}`)).toEqual([
      `${rule.name} firing`,
      'HvitalsOther resolved',
    ]);
    expect(after.failedRules.size).toBe(0);
  });
});

describe('a series that is absent because nobody could look', () => {
  const unavailable: Partial<StepInput> = { isUnavailable: () => true };

  test('ends nothing and begins nothing, and a for that was under way is full when it is back', () => {
    expect(run([1, undefined, undefined, 1], {}, unavailable)).toEqual(['inactive=>firing', '', '', '']);
    expect(run([1, undefined, undefined, 1], { forMs: 2 * minute }, unavailable)).toEqual([
      'inactive=>pending',
      '',
      '',
      'pending=>firing',
    ]);
    expect(run([undefined, undefined], {}, unavailable)).toEqual(['', '']);
  });

  test('is not meant where the series is there: what it says counts', () => {
    expect(run([1, 0], {}, unavailable)).toEqual(['inactive=>firing', 'firing=>resolved']);
  });

  test('does not begin the time for which an alert is kept', () => {
    let asked = 0;
    const isUnavailable = () => ++asked === 1;
    expect(run([1, undefined, 0, 0], { keepFiringMs: minute }, { isUnavailable })).toEqual([
      'inactive=>firing',
      '',
      '',
      'firing=>resolved',
    ]);
  });
});

test('a label that is empty is none', () => {
  const rule = testRule();
  const samplesOf = () => [{ metric: rule.series, labels: { vm: '', code: 'x' }, value: 1 }];
  const { state } = step(noAlerts, { rules: [rule], samplesOf, now: at(0) });
  expect([...state.alerts.values()].map(({ labels }) => labels)).toEqual([
    { code: 'x', alertname: rule.name, severity: rule.severity },
  ]);
});

test('a sample meets only rules that may concern it, and is looked at once', () => {
  const rules = Array.from({ length: 200 }, (_, code) =>
    testRule({ name: `Code${code}`, where: [{ name: 'code', op: '=', value: `code-${code}` }] }),
  );
  let reads = 0;
  const counted = (code: string) => ({
    metric: 'hvitals_vm_finding',
    value: 1,
    get labels() {
      reads += 1;
      return { vm: 'a', code };
    },
  });
  const samples = [...Array.from({ length: 1_000 }, () => counted('none')), counted('code-7')];
  const { transitions } = step(noAlerts, { rules, samplesOf: () => samples, now: at(0) });
  expect(transitions.map(({ alert }) => alert.rule)).toEqual(['Code7']);
  expect(reads).toBeLessThan(1_010);
});
