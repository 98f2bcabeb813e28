import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiStandingAlert } from '../model/api/subject-alerts.ts';
import { type HandoverTurn, handoverAlerts } from './handover.ts';

const span = { from: 1_000, to: 2_000 };
const turn = (id: number, at: number, kind: string, parts: Partial<HandoverTurn> = {}): HandoverTurn => ({
  id,
  at,
  fingerprint: 'a',
  rule: 'R',
  severity: 'warning',
  kind,
  labels: { vm: 'web-1' },
  detail: {},
  ...parts,
});
const stands = (fingerprint: string, firingAt: number | null, parts: Partial<ApiStandingAlert> = {}): ApiStandingAlert => ({
  fingerprint,
  rule: 'R',
  severity: 'warning',
  status: firingAt === null ? 'pending' : 'firing',
  summary: '',
  description: '',
  labels: { vm: 'web-1' },
  value: 1,
  activeAt: (firingAt ?? 1_500) - 60,
  firingAt,
  ack: null,
  held: null,
  ...parts,
});

/** One alert's life around the span: when it fires and is resolved, in turn; only what lies in the span is told. */
const life = fc.record({
  moments: fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 10 }).map((all) => all.toSorted((a, b) => a - b)),
  rule: fc.constantFrom('R', 'S'),
  acked: fc.boolean(),
});
const shift = fc.array(life, { maxLength: 12 }).map((lives) => {
  const turns = lives.flatMap(({ moments, rule }, index) =>
    moments.map((at, nth) =>
      turn(index * 100 + nth, at, nth % 2 === 0 ? 'firing' : 'resolved', { fingerprint: `f${index}`, rule }),
    ),
  );
  const standing = lives.flatMap(({ moments, rule, acked }, index) =>
    moments.length % 2 === 0 ? [] : [stands(`f${index}`, moments.at(-1) ?? 0, { rule, held: acked ? 'acknowledged' : null })],
  );
  return { lives, turns: turns.filter(({ at }) => at >= span.from), standing };
});

test('every alert that fired in the span is in one place, and the counts add up', () => {
  fc.assert(
    fc.property(shift, ({ lives, turns, standing }) => {
      const { open, passed, numbers } = handoverAlerts({ turns, standing, span });
      const [opened, gone] = [
        open.map(({ fingerprint }) => fingerprint),
        passed.flatMap(({ alerts }) => alerts).map(({ fingerprint }) => fingerprint),
      ];
      const all = [...opened, ...gone];
      expect(new Set(all).size).toBe(all.length);
      const fired = lives.flatMap(({ moments }, index) =>
        moments.some((_, nth) => nth % 2 === 0 && (moments[nth + 1] ?? span.to) >= span.from) ? [`f${index}`] : [],
      );
      expect(all.toSorted()).toEqual(fired.toSorted());
      expect(numbers.firingBefore + numbers.began - numbers.ended).toBe(numbers.firing);
      expect(numbers.firing).toBe(open.length);
      expect(numbers.waiting).toBe(open.filter(({ held }) => held === null).length);
      expect(passed.every(({ alerts, count, times }) => alerts.length === count && times >= count)).toBe(true);
      const listed = passed.reduce((sum, { times }) => sum + times, 0) + open.reduce((sum, { times }) => sum + times, 0);
      expect(listed).toBeGreaterThanOrEqual(numbers.began);
    }),
  );
});

test('no alert fired for longer than the span, and what is held back stands below what waits', () => {
  fc.assert(
    fc.property(shift, ({ turns, standing }) => {
      const { open, passed } = handoverAlerts({ turns, standing, span });
      for (const { firedMs, from, to } of passed.flatMap(({ alerts }) => alerts)) {
        expect(firedMs).toBeGreaterThanOrEqual(0);
        expect(firedMs).toBeLessThanOrEqual(span.to - span.from);
        if (from !== null && to !== null) expect(firedMs).toBeLessThanOrEqual(to - from);
      }
      const held = open.map((alert) => Number(alert.held !== null));
      expect(held).toEqual(held.toSorted());
    }),
  );
});

test('what is only pending is handed over nowhere', () => {
  const { open, passed, numbers } = handoverAlerts({ turns: [turn(1, 1_400, 'pending')], standing: [stands('a', null)], span });
  expect([open, passed, numbers.firing]).toEqual([[], [], 0]);
});

test('an alert that came and went and fires again is open, and says how often it fired', () => {
  const turns = [turn(1, 1_100, 'firing'), turn(2, 1_200, 'resolved'), turn(3, 1_300, 'firing')];
  const { open, passed, numbers } = handoverAlerts({ turns, standing: [stands('a', 1_300)], span });
  expect(passed).toEqual([]);
  expect(open).toMatchObject([{ isNew: true, times: 2 }]);
  expect(numbers).toEqual({ firingBefore: 0, began: 2, ended: 1, firing: 1, waiting: 1 });
});

test('deeds say who, with which words and about what, newest first', () => {
  const turns = [
    turn(1, 1_100, 'acknowledged', { detail: { by: 'Ann', note: 'I restart it' } }),
    turn(2, 1_200, 'silenced', {
      fingerprint: '',
      rule: '',
      labels: {},
      detail: { by: 'Bob', comment: 'patch night', matchers: [{ name: 'host', op: '=~', value: 'hv0[12]' }] },
    }),
    turn(3, 1_300, 'silence-ended', { fingerprint: '', rule: '', labels: {}, detail: null }),
  ];
  expect(handoverAlerts({ turns, standing: [stands('a', 900)], span }).deeds).toEqual([
    { id: 3, at: 1_300, kind: 'silence-ended', by: '', note: '', about: '' },
    { id: 2, at: 1_200, kind: 'silenced', by: 'Bob', note: 'patch night', about: 'host=~"hv0[12]"' },
    { id: 1, at: 1_100, kind: 'acknowledged', by: 'Ann', note: 'I restart it', about: 'R · web-1' },
  ]);
});
