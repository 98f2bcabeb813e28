import { expect, test } from 'vitest';
import type { ApiWallProblem } from '#lib/model/api/wall.ts';
import { problemKey, type WallHost } from './wall-board.ts';
import { fitWallLines, toWallLines } from './wall-lines.ts';
import { wallNumbers } from './wall-numbers.ts';

const now = Date.UTC(2026, 10, 23, 8);
const host = (ref: number, cells: string, over: Partial<WallHost> = {}): WallHost => ({
  ref,
  name: `hv${ref}`,
  site: null,
  level: 4,
  word: 0,
  reachable: true,
  simulated: false,
  readAt: now - 5_000,
  intervalSeconds: 15,
  failures: 0,
  cells,
  ...over,
});
const words = new Map([
  [1, { key: 'finding.heartbeat-lost.title' }],
  [2, { key: 'finding.kvp-daemon-missing.title' }],
] as const);
function linesOf(hosts: readonly WallHost[], problems: readonly ApiWallProblem[]) {
  return toWallLines(
    { words, problems: new Map(problems.map((problem) => [problemKey(problem[0], problem[1]), problem])) },
    hosts,
  );
}

test('critical ones come first, then what began last; hosts of another site are left out', () => {
  const hosts = [host(1, '0101'), host(2, '0')];
  const lines = linesOf(hosts, [
    [1, 1, 2, 90, 'old warning'],
    [1, 3, 2, 100, 'new warning'],
    [1, 0, 1, 10, 'old'],
    [1, 2, 1, null, 'nobody knows'],
    [2, 0, 1, 20, 'new'],
    [9, 0, 1, 99, 'elsewhere'],
  ]);
  expect(lines.map(({ names, level }) => `${level} ${names}`)).toEqual([
    'critical new',
    'critical old',
    'critical nobody knows',
    'warning new warning',
    'warning old warning',
  ]);
});

const many = (count: number): ApiWallProblem[] =>
  Array.from({ length: count }, (_, place) => [1 + (place % 2), place, 2, 100 + place, `web-${place}`]);

test('where there is room every VM has its line; where there is none one cause is one line, and a single fault keeps its name', () => {
  const hosts = [host(1, '1'.repeat(40)), host(2, '1'.repeat(40)), host(3, '0')];
  const lines = linesOf(hosts, [...many(20), [3, 0, 1, 5, 'db']]);
  expect(fitWallLines(lines, 21)).toMatchObject({ hidden: 0, lines: { length: 21 } });
  const { lines: fitted, hidden } = fitWallLines(lines, 8);
  expect(hidden).toBe(0);
  expect(fitted).toMatchObject([
    { vms: 1, names: ['db'], host: 'hv3' },
    { vms: 20, hostCount: 2, since: 119_000, word: { key: 'finding.kvp-daemon-missing.title' } },
  ]);
});

test('what finds no room is counted', () => {
  const lines = linesOf(
    [host(1, '01'), host(2, '1')],
    [
      [1, 0, 1, 5, 'a'],
      [1, 1, 2, 5, 'b'],
      [2, 0, 2, 5, 'c'],
    ],
  );
  expect(fitWallLines(lines, 2)).toMatchObject({ hidden: 2, lines: [{ names: ['a'] }] });
});

test('numbers: empty places are no VMs, and what looks fine on a host that is not read is not fine', () => {
  const numbers = wallNumbers(
    [
      host(1, '0149524'),
      host(2, '4414', { level: 0, reachable: false, failures: 3, readAt: now - 100_000 }),
      host(3, '44', { intervalSeconds: 60, simulated: true }),
    ],
    now,
  );
  expect(numbers).toMatchObject({
    vms: 12,
    critical: 1,
    warning: 2,
    ok: 4,
    staleVms: 3,
    hosts: 3,
    hostsAnswering: 2,
    staleHosts: 1,
  });
  expect(numbers).toMatchObject({ newestReadAt: now - 5_000, intervalSeconds: 15, worst: 'critical', simulated: 1 });
});
