import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from './rule.ts';
import { type AlertsState, noAlerts, step } from './step.ts';
import { loadAlerts, toSavedAlert } from './stored-alerts.ts';
import { testRule } from './testdata/rules.ts';

const second = 1_000;
const start = Date.UTC(2026, 0, 1);
const rules: readonly Rule[] = [
  testRule({ name: 'Quick' }),
  testRule({ name: 'Slow', forMs: 45 * second, keepFiringMs: 40 * second, op: '>=', threshold: 2 }),
  testRule({ name: 'Kept', keepFiringMs: 60 * second, op: '!=', threshold: 1 }),
];
const value = fc.oneof(fc.constant(undefined), fc.constantFrom(0, 1, 2, Number.NaN));
/** The values of three series at each step. */
const history = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 40 });

interface Moment {
  readonly now: number;
  readonly elapsedMs?: number;
}

function evaluate(state: AlertsState, values: readonly (number | undefined)[], moment: Moment) {
  const samples = values.flatMap((one, index) =>
    one === undefined ? [] : [{ metric: 'hvitals_vm_finding', labels: { vm: `vm-${index}` }, value: one }],
  );
  return step(state, { rules, samplesOf: () => samples, ...moment });
}

const told = ({ transitions }: ReturnType<typeof step>) =>
  transitions.map(({ alert, from, to }) => `${alert.labels.alertname} ${alert.labels.vm} ${from}=>${to}`).sort();

test('alerts that were stored and loaded again go on as if nothing had happened', () => {
  fc.assert(
    fc.property(history, fc.func(fc.boolean()), (steps, restarts) => {
      let [whole, broken] = [noAlerts, noAlerts];
      for (const [index, values] of steps.entries()) {
        const moment = { now: start + index * 15 * second };
        if (restarts(index))
          broken = loadAlerts(JSON.parse(JSON.stringify([...broken.alerts.values()].map(toSavedAlert))), broken.evaluatedAt);
        const [one, other] = [evaluate(whole, values, moment), evaluate(broken, values, moment)];
        expect(told(other)).toEqual(told(one));
        [whole, broken] = [one.state, other.state];
      }
      expect(broken).toEqual(whole);
    }),
  );
});

test('a clock that is set, back or forth, fires nothing, ends nothing and lengthens nothing', () => {
  const jump = fc.oneof(fc.constant(0), fc.constantFrom(-3_600_000, 3_600_000, -5_000, 86_400_000));
  fc.assert(
    fc.property(history, fc.infiniteStream(jump), (steps, jumps) => {
      let [steady, set] = [noAlerts, noAlerts];
      let clock = start;
      for (const [index, values] of steps.entries()) {
        const elapsedMs = 15 * second;
        clock += elapsedMs + (jumps.next().value ?? 0);
        const one = evaluate(steady, values, { now: start + index * elapsedMs, elapsedMs });
        const other = evaluate(set, values, { now: clock, elapsedMs });
        expect(told(other)).toEqual(told(one));
        [steady, set] = [one.state, other.state];
      }
    }),
  );
});

test('a clock that went back while the program was down makes no alert younger or older', () => {
  const rule = rules[1] as Rule;
  const state = (now: number, before: AlertsState, elapsedMs?: number) =>
    evaluate(before, [2], elapsedMs === undefined ? { now } : { now, elapsedMs });
  const first = state(start, noAlerts).state;
  const second30 = state(start + 30 * second, first, 30 * second).state;
  const afterwards = state(start - 3_600 * second, second30);
  expect(told(afterwards)).toEqual([]);
  expect(told(state(start - 3_600 * second + 15 * second, afterwards.state, 15 * second))).toEqual([
    `${rule.name} vm-0 pending=>firing`,
  ]);
});

test('nothing is told twice, and what is told leads from one status to the next', () => {
  fc.assert(
    fc.property(history, (steps) => {
      let state = noAlerts;
      const last = new Map<string, string>();
      for (const [index, values] of steps.entries()) {
        const result = evaluate(state, values, { now: start + index * 15 * second });
        for (const { alert, from, to } of result.transitions) {
          expect(last.get(alert.fingerprint) ?? 'inactive').toBe(from);
          last.set(alert.fingerprint, to === 'resolved' ? 'inactive' : to);
        }
        state = result.state;
        for (const { fingerprint, firingAt } of state.alerts.values())
          expect(last.get(fingerprint)).toBe(firingAt === null ? 'pending' : 'firing');
      }
    }),
  );
});
