import { expect, test } from 'vitest';
import { delay, systemClock } from './clock.ts';
import { createFakeClock } from './fake-clock.ts';

test('a wait ends when its time has come', async () => {
  const clock = createFakeClock(0);
  let over = false;
  void delay(clock, 1_000, new AbortController().signal).then(() => {
    over = true;
  });
  await clock.advance(999);
  expect(over).toBe(false);
  await clock.advance(1);
  expect(over).toBe(true);
});

test('a wait ends at once when it is called off, and leaves no timer', async () => {
  const clock = createFakeClock(0);
  const abort = new AbortController();
  const waiting = delay(clock, 60_000, abort.signal);
  abort.abort();
  await waiting;
  expect(clock.pending()).toBe(0);
  await delay(clock, 60_000, abort.signal);
  expect(clock.pending()).toBe(0);
});

test('a cancelled timer of the real clock does not fire, and a due one does', async () => {
  const fired: string[] = [];
  systemClock.setTimer(0, () => fired.push('cancelled')).cancel();
  await new Promise<void>((resolve) => systemClock.setTimer(-5, resolve));
  expect(fired).toEqual([]);
});

test('a step of the wall clock does not touch monotonic time', () => {
  const clock = createFakeClock(1_000);
  clock.stepWallClock(-500);
  expect([clock.now(), clock.monotonic()]).toEqual([500, 0]);
});
