import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideSound, type SoundMemory, soundGapMs } from './decide-sound.ts';

const look = (memory: SoundMemory | undefined, newestCriticalAt: number | null, now: number, parts = {}) =>
  decideSound({ memory, newestCriticalAt, now, isWanted: true, canPlay: true, ...parts });
const quiet: SoundMemory = { seenAt: null, playedAt: undefined };

test('what fires when the page comes up makes no sound, and what comes then does, once', () => {
  const first = look(undefined, 1_000, 5_000);
  expect([first.reason, first.play]).toEqual(['first-look', false]);
  const second = look(first.memory, 6_000, 6_000);
  expect([second.reason, second.play]).toEqual(['new-critical', true]);
  expect(look(second.memory, 6_000, 60_000).reason).toBe('nothing-new');
});

test('an alert that goes, with an older one left, is no news', () => {
  expect(look({ seenAt: 6_000, playedAt: undefined }, 1_000, 90_000).reason).toBe('nothing-new');
  expect(look({ seenAt: 6_000, playedAt: undefined }, null, 90_000).reason).toBe('nothing-new');
});

test('what comes too soon after a tone is told when its time has come, unless nobody needs to hear it any more', () => {
  const played = { seenAt: 1_000, playedAt: 1_000 };
  const soon = look(played, 5_000, 5_000);
  expect([soon.reason, soon.play]).toEqual(['too-soon', false]);
  expect(look(soon.memory, 5_000, 1_000 + soundGapMs).play).toBe(true);
  expect(look(soon.memory, null, 1_000 + soundGapMs).play).toBe(false);
});

test('what came while sound was off, or before the click that the browser wants, is not made up for later', () => {
  for (const [parts, reason] of [
    [{ isWanted: false }, 'off'],
    [{ canPlay: false }, 'needs-click'],
  ] as const) {
    const missed = look(quiet, 5_000, 5_000, parts);
    expect([missed.reason, missed.play]).toEqual([reason, false]);
    expect(look(missed.memory, 5_000, 6_000).reason).toBe('nothing-new');
  }
});

test('whatever comes and goes, no two tones are closer than the gap, and none is made without something new', () => {
  const steps = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      newest: fc.option(fc.integer({ min: 0, max: 300_000 })),
      canPlay: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let [memory, now]: [SoundMemory | undefined, number] = [undefined, 0];
      const played: number[] = [];
      for (const { afterMs, newest, canPlay } of all) {
        now += afterMs;
        const before = memory?.seenAt ?? null;
        const decision = decideSound({ memory, newestCriticalAt: newest, now, isWanted: true, canPlay });
        expect(decision.play).toBe(decision.reason === 'new-critical');
        if (decision.play) {
          expect(newest).toBeGreaterThan(before ?? -1);
          expect(now - (played.at(-1) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(soundGapMs);
          played.push(now);
        }
        memory = decision.memory;
      }
    }),
  );
});
