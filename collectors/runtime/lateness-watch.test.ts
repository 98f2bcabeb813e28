import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { nextRunOf } from './host-schedule.ts';
import { LatenessWatch } from './lateness-watch.ts';
import { HostScheduler } from './schedule-hosts.ts';

const timings = [{ name: 'vm', intervalMs: 15_000, timeoutMs: 5_000 }];

/** Hosts whose calls end at once, after having waited `waitedMs` for the daemon. */
function create({ settled = true } = {}) {
  const clock = createFakeClock(0);
  const logged: Record<string, unknown>[] = [];
  const rig = { clock, logged, waitedMs: 0, settled, calls: 0, intervalMs: 0, factor: () => lateness.factor };
  const lateness = new LatenessWatch({
    clock,
    log: createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } }),
    settled: () => rig.settled,
    onTick: () => undefined,
  });
  const scheduler = new HostScheduler({
    clock,
    maxInFlight: 10,
    lateness,
    onFault: (_, error) => expect.unreachable(String(error)),
    runCall: async (_host, _pairs, settle) => {
      rig.calls += 1;
      const pairs = [{ name: 'vm', outcome: 'ok', tookMs: 10 } as const];
      const schedule = settle({ contact: 'heard', pairs, waitedMs: rig.waitedMs });
      rig.intervalMs = nextRunOf(schedule, 'vm', clock.monotonic())?.intervalMs ?? 0;
    },
  });
  for (const host of ['hv01', 'hv02', 'hv03']) scheduler.add(host, timings, 3);
  return rig;
}

test('a daemon that falls behind asks half as often, says so, and comes back by steps once it keeps up', async () => {
  const rig = create();
  rig.waitedMs = 6_000;
  await rig.clock.advance(40_000);
  expect([rig.factor(), rig.intervalMs]).toEqual([2, 30_000]);
  expect(rig.logged).toMatchObject([{ level: 'warn', msg: 'intervals changed', factor: 2, reason: 'behind', meanLateMs: 6_000 }]);
  rig.calls = 0;
  rig.waitedMs = 100;
  await rig.clock.advance(60_000);
  expect(rig.calls).toBe(6);
  await rig.clock.advance(240_000);
  expect([rig.factor(), rig.intervalMs]).toEqual([1, 15_000]);
  expect(rig.logged.at(-1)).toMatchObject({ level: 'info', factor: 1, reason: 'recovered' });
});

test('the first calls of a fleet, which bring everything at once, stretch nothing', async () => {
  const rig = create({ settled: false });
  rig.waitedMs = 60_000;
  await rig.clock.advance(120_000);
  expect([rig.factor(), rig.logged]).toEqual([1, []]);
});

test('waiting for a place among the calls is lateness, a call of the host itself that takes long is not', async () => {
  const clock = createFakeClock(0);
  const seen: number[] = [];
  const lateness = new LatenessWatch({
    clock,
    log: createLogger({ level: 'error' }),
    settled: () => true,
    onTick: (lateMs) => seen.push(lateMs),
  });
  const scheduler = new HostScheduler({
    clock,
    maxInFlight: 1,
    lateness,
    onFault: (_, error) => expect.unreachable(String(error)),
    runCall: async (_host, _pairs, settle) => {
      await new Promise<void>((resolve) => clock.setTimer(20_000, resolve));
      settle({ contact: 'heard', pairs: [{ name: 'vm', outcome: 'ok', tookMs: 10 }] });
    },
  });
  scheduler.add('hv01', timings, 1);
  await clock.advance(80_000);
  expect(Math.max(...seen)).toBeLessThan(100);
  scheduler.add('hv03', timings, 1);
  await clock.advance(60_000);
  expect(Math.max(...seen)).toBeGreaterThan(5_000);
});
