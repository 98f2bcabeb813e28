import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlertTurn, alertIntervals, mergeBands } from './alert-intervals.ts';

const span = { from: 100, to: 1_000 };
const turn = (at: number, kind: string, parts: Partial<AlertTurn> = {}): AlertTurn => ({
  id: at,
  at,
  fingerprint: 'a',
  rule: 'R',
  severity: 'critical',
  kind,
  detail: null,
  ...parts,
});
const standing = (firingAt: number, fingerprint = 'a') =>
  ({ fingerprint, rule: 'R', severity: 'critical', status: 'firing', activeAt: firingAt - 10, firingAt }) as const;

describe('one alert', () => {
  test('fired and resolved is an interval; still firing is an open one', () => {
    expect(alertIntervals([turn(200, 'firing'), turn(300, 'resolved'), turn(500, 'firing')], [standing(500)], span)).toEqual([
      { fingerprint: 'a', rule: 'R', severity: 'critical', from: 200, to: 300, end: 'resolved', marks: [] },
      { fingerprint: 'a', rule: 'R', severity: 'critical', from: 500, to: null, end: 'open', marks: [] },
    ]);
  });

  test('resolved without a beginning that is told began before; begun without an end ended nobody knows when', () => {
    const [first, second] = alertIntervals([turn(200, 'resolved'), turn(300, 'firing')], [], span);
    expect([first?.from, first?.to, first?.end]).toEqual([null, 200, 'resolved']);
    expect([second?.from, second?.to, second?.end]).toEqual([300, null, 'unknown']);
  });

  test('what fires since before the span says since when, also where only its acknowledgement is told', () => {
    expect(alertIntervals([], [standing(20)], span)).toMatchObject([{ from: 20, to: null, end: 'open' }]);
    const acked = alertIntervals([turn(400, 'acknowledged', { detail: { by: 'Ann', note: 'mine' } })], [standing(20)], span);
    expect(acked).toMatchObject([{ from: 20, end: 'open', marks: [{ kind: 'acknowledged', at: 400, by: 'Ann', note: 'mine' }] }]);
  });

  test('an interval of the span that ended after it says when', () => {
    const [only] = alertIntervals([turn(900, 'firing'), turn(1_200, 'resolved'), turn(1_300, 'firing')], [standing(1_300)], span);
    expect([only?.from, only?.to]).toEqual([900, 1_200]);
  });

  test('what is only pending, and what is about no alert, is no interval', () => {
    expect(
      alertIntervals([turn(200, 'pending'), turn(300, 'inactive'), turn(400, 'silenced', { fingerprint: '' })], [], span),
    ).toEqual([]);
  });
});

/** A history of one alert: it fires and is resolved in turn, at moments of its own. */
const history = fc
  .record({
    moments: fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { maxLength: 12 }),
    severity: fc.constantFrom('critical', 'warning', 'info'),
  })
  .map(({ moments, severity }) => ({ severity, moments: moments.toSorted((a, b) => a - b) }));
const fleet = fc.array(history, { maxLength: 8 }).map((all) =>
  all.map(({ moments, severity }, index) => {
    const fingerprint = `f${index}`;
    const turns = moments.map((at, nth) =>
      turn(at, nth % 2 === 0 ? 'firing' : 'resolved', { fingerprint, severity, id: index * 100 + nth }),
    );
    const fires = moments.length % 2 === 1;
    const firingAt = moments.at(-1) ?? 0;
    return { turns, standing: fires ? [{ ...standing(firingAt, fingerprint), severity }] : [], moments };
  }),
);

describe('any history', () => {
  test('gives every stretch in which an alert fired within the span, once, whatever the order of what is told', () => {
    fc.assert(
      fc.property(fleet, fc.integer(), (all, seed) => {
        const told = all.flatMap(({ turns }) => turns).filter(({ at }) => at >= span.from);
        const stands = all.flatMap((one) => one.standing);
        const intervals = alertIntervals(told, stands, span);
        const shuffled = told.toSorted((a, b) => ((a.id * 7 + seed) % 13) - ((b.id * 7 + seed) % 13));
        expect(alertIntervals(shuffled, stands, span)).toEqual(intervals);
        const expected = all.flatMap(({ moments }) =>
          moments.flatMap((from, nth) => {
            const to = moments[nth + 1] ?? null;
            return nth % 2 === 1 || (to !== null && to < span.from)
              ? []
              : [`${from < span.from && to !== null ? null : from} ${to}`];
          }),
        );
        expect(intervals.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual(expected.toSorted());
        expect(intervals.filter(({ end }) => end === 'open')).toHaveLength(stands.length);
        expect(intervals.every(({ end }) => end !== 'unknown')).toBe(true);
      }),
    );
  });

  test('is drawn as bands that cover the same time, never touch within a severity, and are no more than fit', () => {
    fc.assert(
      fc.property(fleet, fc.integer({ min: 1, max: 50 }), (all, gapMs) => {
        const told = all.flatMap(({ turns }) => turns).filter(({ at }) => at >= span.from);
        const intervals = alertIntervals(
          told,
          all.flatMap((one) => one.standing),
          span,
        );
        const bands = mergeBands(intervals, span, gapMs);
        expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(intervals.length);
        for (const severity of ['critical', 'warning', 'info'] as const) {
          const own = bands.filter((band) => band.severity === severity);
          expect(own.length).toBeLessThanOrEqual((span.to - span.from) / gapMs + 1);
          for (const [index, band] of own.entries()) {
            expect(band.from >= span.from && band.to <= span.to && band.from <= band.to).toBe(true);
            const next = own[index + 1];
            if (next !== undefined) expect(next.from).toBeGreaterThan(band.to + gapMs);
          }
          for (const { from, to, end } of intervals.filter((one) => one.severity === severity)) {
            const [begin, last] = [Math.max(span.from, from ?? span.from), end === 'open' ? span.to : (to ?? 0)];
            expect(own.some((band) => band.from <= begin && band.to >= last)).toBe(true);
          }
        }
      }),
    );
  });

  test('of hundreds of intervals few bands are left', () => {
    const many = Array.from({ length: 900 }, (_, index) => [turn(100 + index, 'firing'), turn(100.5 + index, 'resolved')]).flat();
    expect(mergeBands(alertIntervals(many, [], span), span, 3)).toHaveLength(1);
  });
});
