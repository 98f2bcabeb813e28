import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeClock, type FakeClock, settle as settleTurns } from '#lib/fake-clock.ts';
import type { HostSchedule } from './host-schedule.ts';
import { HostScheduler, type RunCall } from './schedule-hosts.ts';

const timings = [
  { name: 'vm', intervalMs: 15_000, timeoutMs: 5_000 },
  { name: 'kvp', intervalMs: 60_000, timeoutMs: 20_000 },
];

interface Running {
  readonly host: string;
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  end(): void;
}

/** A scheduler whose calls end when the test says so. */
function create(clock: FakeClock, maxInFlight = 100) {
  const running: Running[] = [];
  const faults: unknown[] = [];
  const schedules: HostSchedule[] = [];
  const runCall: RunCall = (host, pairs, settle, signal) =>
    new Promise((resolve) => {
      const call: Running = {
        host,
        names: pairs.map(({ name }) => name),
        signal,
        end() {
          running.splice(running.indexOf(call), 1);
          if (!signal.aborted) {
            schedules.push(settle({ contact: 'heard', pairs: pairs.map(({ name }) => ({ name, outcome: 'ok', tookMs: 10 })) }));
          }
          resolve();
        },
      };
      signal.addEventListener('abort', () => call.end(), { once: true });
      running.push(call);
    });
  const scheduler = new HostScheduler({ clock, maxInFlight, runCall, onFault: (_, error) => faults.push(error) });
  return { scheduler, running, faults };
}

test('a host is called when it is due, and again on its grid after the call has ended', async () => {
  const clock = createFakeClock(0);
  const { scheduler, running } = create(clock);
  scheduler.add('hv01', timings, 1);
  await clock.advance(25);
  expect(running.map(({ names }) => names)).toEqual([['vm', 'kvp']]);
  running[0]?.end();
  await clock.advance(14_900);
  expect(running).toEqual([]);
  await clock.advance(200);
  expect(running.map(({ host }) => host)).toEqual(['hv01']);
  await scheduler.stop();
});

test('a host with a call under way is not called again, however long that takes, and at once afterwards', async () => {
  const clock = createFakeClock(0);
  const { scheduler, running } = create(clock);
  scheduler.add('hv01', timings, 1);
  await clock.advance(200_000);
  expect(running).toHaveLength(1);
  running[0]?.end();
  await clock.advance(15_000);
  expect(running).toHaveLength(1);
  expect(scheduler.inFlight).toBe(1);
  await scheduler.stop();
});

test('never more calls than allowed are under way, and every host that waits gets its turn', async () => {
  const clock = createFakeClock(0);
  const { scheduler, running } = create(clock, 3);
  const seen = new Set<string>();
  for (let index = 0; index < 10; index++) scheduler.add(`hv${index}`, timings, 10);
  await clock.advance(1_000);
  for (let round = 0; round < 10; round++) {
    expect(running.length).toBeLessThanOrEqual(3);
    const call = running[0];
    if (call !== undefined) seen.add(call.host);
    call?.end();
    await settleTurns();
  }
  expect(seen.size).toBe(10);
  await scheduler.stop();
});

test('with calls of any length no host ever has two under way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pick: fc.nat(20), wait: fc.integer({ min: 0, max: 20_000 }) }), { maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      async (steps, maxInFlight) => {
        const clock = createFakeClock(0);
        const { scheduler, running } = create(clock, maxInFlight);
        for (let index = 0; index < 5; index++) scheduler.add(`hv${index}`, timings, 5);
        for (const { pick, wait } of steps) {
          await clock.advance(wait);
          expect(new Set(running.map(({ host }) => host)).size).toBe(running.length);
          expect(running.length).toBeLessThanOrEqual(maxInFlight);
          running[pick % Math.max(1, running.length)]?.end();
        }
        await scheduler.stop();
        expect(scheduler.inFlight).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
});

test('a host that is taken out has its call ended and is not called any more', async () => {
  const clock = createFakeClock(0);
  const { scheduler, running } = create(clock);
  scheduler.add('hv01', timings, 1);
  await clock.advance(25);
  const [call] = running;
  await scheduler.remove('hv01');
  expect(call?.signal.aborted).toBe(true);
  await clock.advance(120_000);
  expect(running).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test('a call that throws is reported, and the host is left alone for a while instead of being called in a loop', async () => {
  const clock = createFakeClock(0);
  const faults: unknown[] = [];
  let calls = 0;
  const scheduler = new HostScheduler({
    clock,
    maxInFlight: 5,
    onFault: (host, error) => faults.push([host, error]),
    runCall: () => {
      calls += 1;
      return Promise.reject(new Error('planted'));
    },
  });
  scheduler.add('hv01', timings, 1);
  await clock.advance(14_000);
  expect(faults).toEqual([['hv01', new Error('planted')]]);
  await clock.advance(2_000);
  expect(calls).toBe(2);
  await scheduler.stop();
});

test('after a stop nothing starts, and no timer is left', async () => {
  const clock = createFakeClock(0);
  const { scheduler, running } = create(clock);
  for (let index = 0; index < 4; index++) scheduler.add(`hv${index}`, timings, 4);
  await clock.advance(100);
  await scheduler.stop();
  scheduler.add('hv9', timings, 1);
  await clock.advance(100_000);
  expect([running.length, clock.pending(), scheduler.inFlight]).toEqual([0, 0, 0]);
});
