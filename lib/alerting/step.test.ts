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
