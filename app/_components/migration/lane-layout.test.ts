import { expect, test } from 'vitest';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { layoutLanes } from './lane-layout.ts';
import { migrationNumbers } from './migration-numbers.ts';
import { durationMs, nextSort, sortMigrations } from './sort-migrations.ts';

let next = 0;
const record = (parts: Partial<ApiMigration>): ApiMigration => {
  next += 1;
  return {
    id: `vm ${next}`,
    vmId: 'vm',
    name: 'web-1',
    kind: 'live',
    result: 'finished',
    network: 'tcp',
    at: parts.finishedAt ?? parts.startedAt ?? 0,
    evidence: [next],
    ...parts,
  };
};

test('a bar stands in the lane of the host that was left, and leads to the other', () => {
  const { lanes, bars } = layoutLanes([record({ fromHost: 'hv10', toHost: 'hv2', startedAt: 200, finishedAt: 400 })], 0, 1_000);
  expect(lanes.map(({ host }) => host)).toEqual(['hv2', 'hv10']);
  expect(bars).toMatchObject([{ from: 20, to: 40, openStart: false, openEnd: false }]);
  expect(bars[0]?.y).toBeGreaterThan(lanes[1]?.top ?? 0);
  expect(bars[0]?.linkY).toBeLessThan(lanes[1]?.top ?? 0);
});

test('what is not known is open, what runs goes up to now, and storage leads nowhere', () => {
  const { bars } = layoutLanes(
    [
      record({ fromHost: 'a', finishedAt: 500 }),
      record({ fromHost: 'a', startedAt: 600, result: 'unknown' }),
      record({ fromHost: 'a', toHost: 'b', startedAt: 700, result: 'running' }),
      record({ fromHost: 'a', toHost: 'a', kind: 'storage', startedAt: -50, finishedAt: 100 }),
    ],
    0,
    1_000,
  );
  expect(bars.map(({ openStart, openEnd }) => [openStart, openEnd])).toEqual([
    [false, false],
    [true, false],
    [false, true],
    [false, false],
  ]);
  expect(bars[0]).toMatchObject({ from: 0, to: 10, linkY: undefined });
  expect(bars[1]).toMatchObject({ from: 48.5, to: 50 });
  expect(bars[2]).toMatchObject({ from: 60, to: 61.5 });
  expect(bars[3]).toMatchObject({ from: 70, to: 100 });
});

test('bars at the same time stand below one another; without a host there is no lane', () => {
  const busy = Array.from({ length: 3 }, () => record({ fromHost: 'a', startedAt: 100, finishedAt: 300 }));
  const { bars, undrawn, height, lanes } = layoutLanes([...busy, record({ finishedAt: 10 })], 0, 1_000);
  expect(new Set(bars.map(({ y }) => y)).size).toBe(3);
  expect(undrawn).toBe(1);
  expect(height).toBe(lanes[0]?.height);
  for (const { y } of bars) expect(y).toBeLessThan(height);
});

test('more hosts than lanes: the busiest are drawn, the others counted', () => {
  const many = Array.from({ length: 60 }, (_, n) => record({ fromHost: `h${n}`, startedAt: 1, finishedAt: 2 }));
  const { lanes, undrawn } = layoutLanes([...many, record({ fromHost: 'h59', startedAt: 3, finishedAt: 4 })], 0, 10);
  expect(lanes).toHaveLength(40);
  expect(lanes.map(({ host }) => host)).toContain('h59');
  expect(undrawn).toBe(20);
});

test('numbers say what is not known of them', () => {
  const told = [0.2, 0.4, 9].map((blackoutSeconds) => record({ blackoutSeconds, startedAt: 1, finishedAt: 2 }));
  const numbers = migrationNumbers([
    ...told,
    record({ finishedAt: 4 }),
    record({ kind: 'storage', startedAt: 1, finishedAt: 2 }),
    record({ result: 'failed' }),
    record({ result: 'failed', reason: 'no rights' }),
    record({ result: 'running' }),
    record({ result: 'unknown' }),
  ]);
  expect(numbers).toMatchObject({
    finished: 5,
    withoutDuration: 1,
    failed: 2,
    withoutReason: 1,
    running: 1,
    withoutStart: 1,
    lost: 1,
  });
  expect(numbers).toMatchObject({ medianBlackout: 0.4, measured: 3, unmeasured: 1, longest: { blackoutSeconds: 9 } });
  expect(migrationNumbers(told.slice(0, 2)).medianBlackout).toBeCloseTo(0.3);
  expect(migrationNumbers([])).toMatchObject({ medianBlackout: undefined, longest: undefined });
});

test('what is not known comes last in either direction', () => {
  const [short, long, open] = [
    record({ startedAt: 10, finishedAt: 20 }),
    record({ startedAt: 0, result: 'running' }),
    record({ finishedAt: 5 }),
  ] as const;
  const order = (descending: boolean) => sortMigrations([open, short, long], { id: 'duration', descending }, 100);
  expect(order(true)).toEqual([long, short, open]);
  expect(order(false)).toEqual([short, long, open]);
  expect(durationMs(open, 100)).toBeUndefined();
  const first = nextSort(undefined, 'duration');
  expect([first, nextSort(first, 'duration'), nextSort({ id: 'duration', descending: false }, 'duration')]).toEqual([
    { id: 'duration', descending: true },
    { id: 'duration', descending: false },
    undefined,
  ]);
});
