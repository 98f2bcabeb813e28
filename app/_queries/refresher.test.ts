import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createRefresher } from './refresher.ts';

function rig(takesMs = 0) {
  const clock = createFakeClock(0);
  const at: number[] = [];
  const refresh = () => {
    at.push(clock.monotonic());
    return new Promise<void>((resolve) => void clock.setTimer(takesMs, resolve));
  };
  return { clock, at, ...createRefresher({ clock, refresh }) };
}

test('what changes together is read once, soon', async () => {
  const { clock, at, note } = rig();
  note();
  note();
  note();
  await clock.advance(5_000);
  expect(at).toEqual([300]);
});

test('changes without end are read about once a second', async () => {
  const { clock, at, note } = rig();
  for (let step = 0; step < 50; step++) {
    note();
    await clock.advance(100);
  }
  expect(at.length).toBeGreaterThanOrEqual(4);
  expect(at.length).toBeLessThanOrEqual(6);
});

test('a reading that takes two seconds is done for a fifth of the time, never twice at once', async () => {
  const { clock, at, note } = rig(2_000);
  for (let step = 0; step < 300; step++) {
    note();
    await clock.advance(100);
  }
  expect(at).toEqual([300, 10_300, 20_300]);
});

test('a change in the middle of a reading is read afterwards', async () => {
  const { clock, at, note } = rig(500);
  note();
  await clock.advance(500);
  note();
  await clock.advance(10_000);
  expect(at).toHaveLength(2);
});

test('once stopped it reads nothing', async () => {
  const { clock, at, note, stop } = rig();
  note();
  stop();
  note();
  await clock.advance(10_000);
  expect(at).toEqual([]);
});
