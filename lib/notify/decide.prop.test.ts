import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBatch, type WaitingNotification } from './decide-batch.ts';
import { decideRetry } from './decide-retry.ts';
import { parseRetryAfter } from './post.ts';

const hourMs = 3_600_000;
const input = (rows: readonly WaitingNotification[], parts: object = {}) => ({
  rows,
  now: 100_000,
  groupWaitMs: 10_000,
  most: 3,
  longestWaitMs: hourMs,
  ...parts,
});
const row = (id: number, parts: Partial<WaitingNotification> = {}): WaitingNotification => ({
  id,
  key: `k${id}`,
  fingerprint: `f${id}`,
  createdAt: 95_000,
  nextAttemptAt: 95_000,
  batch: undefined,
  ...parts,
});

describe('what is sent next', () => {
  it('is nothing while nothing waits, and waits for others before the first attempt', () => {
    expect(decideBatch(input([]))).toEqual({ kind: 'idle' });
    expect(decideBatch(input([row(1)]))).toEqual({ kind: 'wait', ms: 5_000 });
    expect(decideBatch(input([row(1), row(2)], { groupWaitMs: 0 }))).toEqual({ kind: 'new', rows: [row(1), row(2)] });
  });

  it('does not wait once a batch is full', () => {
    const rows = [1, 2, 3, 4].map((id) => row(id));
    expect(decideBatch(input(rows))).toEqual({ kind: 'new', rows: rows.slice(0, 3) });
  });

  it('is what failed, as it was, before what came later', () => {
    const open = [1, 2].map((id) => row(id, { batch: 'b', nextAttemptAt: 130_000 }));
    const rows = [...open, row(3)];
    expect(decideBatch(input(rows))).toEqual({ kind: 'wait', ms: 30_000 });
    expect(decideBatch(input(rows, { now: 130_000 }))).toEqual({ kind: 'again', batch: 'b', rows: open });
  });

  it('does not wait for a time that a clock which was set back has made far', () => {
    const open = row(1, { batch: 'b', nextAttemptAt: 100_000 + hourMs + 1 });
    expect(decideBatch(input([open])).kind).toBe('again');
    expect(decideBatch(input([row(1, { createdAt: 100_000 + 2 * hourMs })])).kind).toBe('new');
  });

  it('tells everything once, in order, and of no alert twice in one batch', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), (alerts, most) => {
        let rows = alerts.map((alert, id) => row(id, { fingerprint: `f${alert}` }));
        const sent: number[] = [];
        while (rows.length > 0) {
          const decision = decideBatch(input(rows, { most, groupWaitMs: 0 }));
          if (decision.kind !== 'new') throw new Error(decision.kind);
          expect(decision.rows.length).toBeGreaterThan(0);
          expect(decision.rows.length).toBeLessThanOrEqual(most);
          expect(new Set(decision.rows.map(({ fingerprint }) => fingerprint)).size).toBe(decision.rows.length);
          sent.push(...decision.rows.map(({ id }) => id));
          rows = rows.slice(decision.rows.length);
        }
        expect(sent).toEqual(alerts.map((_, id) => id));
      }),
    );
  });
});

describe('the wait after a failure', () => {
  it('grows from a few seconds to ten minutes, with chance in its upper half', () => {
    expect([1, 2, 8, 1_000].map((failures) => decideRetry(failures, undefined, 0))).toEqual([2_500, 5_000, 300_000, 300_000]);
    expect([1, 2, 8, 1_000].map((failures) => decideRetry(failures, undefined, 1))).toEqual([5_000, 10_000, 600_000, 600_000]);
  });

  it('is never shorter than the receiver asks for', () => {
    expect(decideRetry(1, 120_000, 0.5)).toBe(120_000);
    expect(decideRetry(9, 1_000, 0)).toBe(300_000);
  });

  it('that a receiver asks for is read as seconds or as a date, and is an hour at most', () => {
    const now = Date.UTC(2026, 10, 23, 8);
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Mon, 23 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Mon, 23 Nov 2026 07:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('999999', now)).toBe(hourMs);
    for (const text of [null, '', 'soon', '-5', '1e3']) expect(parseRetryAfter(text, now) ?? 0).toBeLessThanOrEqual(hourMs);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
  });
});
