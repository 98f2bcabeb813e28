import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomes } from '#lib/model/outcome.ts';
import { type CallOutcome, decideCall, type HostSchedule, nextDueAt, nextRunOf, settleCall } from './host-schedule.ts';
import { fractionOf, nextOnGrid } from './phase.ts';
import { planSchedule } from './plan-schedule.ts';

const timings = [
  { name: 'vm', intervalMs: 15_000, timeoutMs: 5_000 },
  { name: 'heartbeat', intervalMs: 15_000, timeoutMs: 5_000 },
  { name: 'services', intervalMs: 60_000, timeoutMs: 20_000 },
  { name: 'kvp', intervalMs: 60_000, timeoutMs: 20_000 },
];

const host = fc.string({ minLength: 1, maxLength: 20 });

test('the next moment on a grid lies after the given one, on the grid, and one interval away at most', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e10, noNaN: true }),
      fc.integer({ min: 1, max: 86_400_000 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (after, intervalMs, phaseMs) => {
        const next = nextOnGrid(after, intervalMs, phaseMs);
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(intervalMs + 0.001);
        const rest = (next - phaseMs) / intervalMs;
        expect(Math.abs(rest - Math.round(rest))).toBeLessThan(0.01);
      },
    ),
  );
});

test('the phase of a host depends on its name alone, and names spread over the whole range', () => {
  expect(fractionOf('hv01')).toBe(fractionOf('hv01'));
  const tenths = new Set(Array.from({ length: 200 }, (_, index) => Math.floor(fractionOf(`hv${index}`) * 10)));
  expect(tenths.size).toBe(10);
});

test('first calls are spread by 25 ms a host, and all begin within 15 s', () => {
  const starts = (count: number) =>
    Array.from({ length: count }, (_, index) => nextDueAt(planSchedule(`hv${index}`, timings, count, 1_000)) ?? -1);
  expect(Math.max(...starts(1))).toBeLessThanOrEqual(1_025);
  expect(Math.min(...starts(2_000))).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...starts(2_000))).toBeLessThanOrEqual(16_000);
  expect(Math.max(...starts(2_000))).toBeGreaterThan(12_000);
});

/** Runs a host for a while with calls that take no time and always succeed; returns when each pair ran. */
function runTicks(schedule: HostSchedule, until: number): { at: number; names: string[] }[] {
  const calls: { at: number; names: string[] }[] = [];
  let current = schedule;
  for (let at = nextDueAt(current) ?? until; at < until; at = nextDueAt(current) ?? until) {
    const names = decideCall(current, at).map(({ name }) => name);
    calls.push({ at, names });
    current = settleCall(current, { contact: 'heard', pairs: names.map((name) => ({ name, outcome: 'ok', tookMs: 10 })) }, at);
  }
  return calls;
}

test('all collectors that are due travel in one call, 15 s apart, and each keeps its own interval', () => {
  fc.assert(
    fc.property(host, (name) => {
      const calls = runTicks(planSchedule(name, timings, 1, 0), 600_000);
      const [first, second] = calls;
      expect(first?.names).toEqual(['vm', 'heartbeat', 'services', 'kvp']);
      for (const [index, { at }] of calls.entries()) {
        expect(at - (first?.at ?? 0)).toBeCloseTo(index * 15_000, 3);
      }
      const slow = calls.slice(1).filter(({ names }) => names.includes('kvp'));
      expect(slow.length).toBeGreaterThanOrEqual(9);
      expect(slow.every(({ names }) => names.includes('vm') && names.includes('services'))).toBe(true);
      expect((slow[1]?.at ?? 0) - (slow[0]?.at ?? 0)).toBeCloseTo(60_000, 3);
      expect(second?.names.slice(0, 2)).toEqual(['vm', 'heartbeat']);
    }),
    { numRuns: 30 },
  );
});

test('hosts ask for their slow collectors in different ticks of the minute', () => {
  const ticks = Array.from({ length: 100 }, (_, index) => {
    const calls = runTicks(planSchedule(`hv${index}`, timings, 1, 0), 90_000);
    return calls.slice(1).findIndex(({ names }) => names.includes('kvp'));
  });
  expect(new Set(ticks).size).toBe(4);
});

test('cheapest first: the shorter interval, then the quicker one, then the order of the registry', () => {
  const schedule = planSchedule('hv01', timings, 1, 0);
  const at = 1_000;
  const measured = settleCall(
    schedule,
    {
      contact: 'heard',
      pairs: [
        { name: 'vm', outcome: 'ok', tookMs: 900 },
        { name: 'heartbeat', outcome: 'ok', tookMs: 30 },
        { name: 'services', outcome: 'ok', tookMs: 2_000 },
        { name: 'kvp', outcome: 'ok', tookMs: 80 },
      ],
    },
    at,
  );
  expect(decideCall(measured, at + 60_000).map(({ name }) => name)).toEqual(['heartbeat', 'vm', 'kvp', 'services']);
});

const contact = fc.constantFrom('heard' as const, 'silent' as const, 'unreachable' as const);
const outcomeOf = fc.record({ outcome: fc.constantFrom(...outcomes), tookMs: fc.integer({ min: 0, max: 60_000 }) });

/** A life of a host: what each call brings, and how long the next one is late. */
const life = fc.array(
  fc.record({ contact, outcome: outcomeOf, more: fc.array(outcomeOf, { minLength: 3, maxLength: 3 }), late: fc.nat(5_000) }),
  {
    maxLength: 60,
  },
);

test('whatever calls bring, every pair is due again: later than now, and within the longest back-off or interval', () => {
  fc.assert(
    fc.property(host, life, (name, calls) => {
      let schedule = planSchedule(name, timings, 10, 0);
      for (const call of calls) {
        const at = (nextDueAt(schedule) ?? 0) + call.late;
        const asked = decideCall(schedule, at);
        expect(asked.length).toBeGreaterThan(0);
        const results = [call.outcome, ...call.more];
        const outcome: CallOutcome = {
          contact: call.contact,
          pairs: asked.map((pair, index) => ({ name: pair.name, ...(results[index % 4] ?? call.outcome) })),
        };
        schedule = settleCall(schedule, outcome, at);
        for (const pair of schedule.pairs.filter((candidate) => asked.some(({ name: other }) => other === candidate.name))) {
          expect(pair.dueAt).toBeGreaterThan(at);
          expect(pair.dueAt - at).toBeLessThanOrEqual(Math.max(300_000, pair.intervalMs) + 1);
        }
      }
    }),
  );
});

test('a pair that timed out is never asked together with others until it has answered', () => {
  fc.assert(
    fc.property(host, life, (name, calls) => {
      let schedule = planSchedule(name, timings, 10, 0);
      const hanging = new Set<string>();
      for (const call of calls) {
        const at = (nextDueAt(schedule) ?? 0) + call.late;
        const asked = decideCall(schedule, at);
        if (asked.length > 1) expect(asked.some((pair) => hanging.has(pair.name))).toBe(false);
        const results = [call.outcome, ...call.more];
        const pairs = asked.map((pair, index) => ({ name: pair.name, ...(results[index % 4] ?? call.outcome) }));
        for (const pair of pairs) {
          if (pair.outcome === 'timeout') hanging.add(pair.name);
          else if (pair.outcome !== 'unreachable') hanging.delete(pair.name);
        }
        schedule = settleCall(schedule, { contact: call.contact, pairs }, at);
      }
    }),
  );
});

test('a collector that hangs runs after the others in a call of its own, and joins them again once it answers', () => {
  const all = timings.map(({ name }) => name);
  let schedule = planSchedule('hv01', timings, 1, 0);
  const settleAll = (at: number, names: readonly string[], hung: string | undefined) => {
    const pairs = names.map((name) => ({ name, outcome: name === hung ? ('timeout' as const) : ('ok' as const), tookMs: 50 }));
    schedule = settleCall(schedule, { contact: names.length === 1 && hung !== undefined ? 'silent' : 'heard', pairs }, at);
  };
  settleAll(100, all, 'kvp');
  const due = Math.max(...schedule.pairs.map(({ dueAt }) => dueAt));
  expect(decideCall(schedule, due).map(({ name }) => name)).toEqual(['vm', 'heartbeat', 'services']);
  settleAll(due, ['vm', 'heartbeat', 'services'], undefined);
  expect(decideCall(schedule, due).map(({ name }) => name)).toEqual(['kvp']);
  settleAll(due + 10, ['kvp'], undefined);
  const later = Math.max(...schedule.pairs.map(({ dueAt }) => dueAt));
  expect(decideCall(schedule, later).map(({ name }) => name)).toContain('kvp');
  expect(decideCall(schedule, later)).toHaveLength(4);
});

test('an unreachable host is asked for everything it owes at the first retry, and the interval shown grows with the back-off', () => {
  const all = timings.map(({ name }) => ({ name, outcome: 'unreachable' as const, tookMs: 1 }));
  const lost = settleCall(planSchedule('hv01', timings, 1, 0), { contact: 'unreachable', pairs: all }, 100);
  expect(decideCall(lost, 5_099)).toEqual([]);
  expect(decideCall(lost, 5_100)).toHaveLength(4);
  expect(nextRunOf(lost, 'vm', 100)).toEqual({ inMs: 5_000, intervalMs: 15_000 });
  let later = lost;
  for (let failure = 0; failure < 5; failure++) later = settleCall(later, { contact: 'unreachable', pairs: all }, 100);
  expect(nextRunOf(later, 'vm', 100)).toEqual({ inMs: 160_000, intervalMs: 160_000 });
  const back = settleCall(
    later,
    { contact: 'heard', pairs: all.map(({ name }) => ({ name, outcome: 'ok', tookMs: 1 })) },
    200_000,
  );
  expect(nextRunOf(back, 'vm', 200_000)?.intervalMs).toBe(15_000);
});
