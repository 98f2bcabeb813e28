import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideStretch, noStretch, type Stretch, type TickWindow } from './decide-stretch.ts';

const interval = 15_000;
const late = (share: number, factor: number): TickWindow => ({ ticks: 10, lateMs: 10 * share * interval * factor });
const runThrough = (stretch: Stretch, windows: readonly TickWindow[]) =>
  windows.reduce<Stretch>((last, window) => decideStretch(last, window, interval), stretch);

describe('the stretch of all intervals', () => {
  test('doubles while ticks are late by over 30 % of the interval in force, to 16 at most', () => {
    expect(decideStretch(noStretch, late(0.31, 1), interval)).toMatchObject({ factor: 2, reason: 'behind' });
    expect(decideStretch(noStretch, late(0.29, 1), interval)).toMatchObject({ factor: 1, reason: 'unchanged' });
    // The same lateness is a smaller part of a longer interval.
    expect(decideStretch({ factor: 2, calmWindows: 0 }, late(0.31, 1), interval)).toMatchObject({ factor: 2 });
    expect(runThrough(noStretch, new Array<TickWindow>(9).fill(late(50, 1))).factor).toBe(16);
  });

  test('halves after four windows on time, and a late one in between starts the count again', () => {
    const calm = late(0.01, 1);
    const stretched = { factor: 4, calmWindows: 0 };
    expect(runThrough(stretched, [calm, calm, calm]).factor).toBe(4);
    expect(runThrough(stretched, [calm, calm, calm, calm])).toMatchObject({ factor: 2, calmWindows: 0 });
    expect(runThrough(stretched, [calm, calm, calm, late(0.1, 4), calm]).factor).toBe(4);
  });

  test('says nothing from a window without ticks', () => {
    expect(decideStretch({ factor: 2, calmWindows: 3 }, { ticks: 0, lateMs: 0 }, interval)).toEqual({
      factor: 2,
      calmWindows: 3,
      reason: 'unchanged',
    });
  });

  test('is a power of two from 1 to 16, whatever comes, and ends at 1 where nothing is late any more', () => {
    const window = fc.record({ ticks: fc.nat({ max: 5_000 }), lateMs: fc.double({ min: 0, max: 1e9, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 60 }), (windows) => {
        const last = runThrough(noStretch, windows);
        expect([1, 2, 4, 8, 16]).toContain(last.factor);
        expect(runThrough(last, new Array<TickWindow>(16).fill({ ticks: 1, lateMs: 0 })).factor).toBe(1);
      }),
    );
  });
});
