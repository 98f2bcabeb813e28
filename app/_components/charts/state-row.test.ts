import { expect, test } from 'vitest';
import { type ChartState, mergeRuns, toCodeRow, toStateSetRow } from './state-row.ts';

const grid = { from: 100, stepMs: 10 };
const state = (level: ChartState['level']): ChartState => ({ level, word: { key: 'status.2' } });
const describe = (code: number) => state(code === 2 ? 'ok' : 'critical');
const levels = (row: { states: readonly (ChartState | null)[] }) => row.states.map((one) => one?.level ?? null);

test('steps in one state are one stretch, and a gap is none', () => {
  const row = toCodeRow('a', 'A', { series: 'a', last: [2, 2, null, 2, 13] }, describe);
  expect(mergeRuns(row, grid).map(({ from, to, state: { level } }) => [from, to, level])).toEqual([
    [90, 110, 'ok'],
    [120, 130, 'ok'],
    [130, 140, 'critical'],
  ]);
});

test('trouble between two steps is not lost, however short', () => {
  const row = toCodeRow('a', 'A', { series: 'a', last: [2, 2, 2], min: [2, 2, 2], max: [2, 13, 2] }, describe);
  const runs = mergeRuns(row, grid);
  expect(runs.map(({ worst }) => worst?.level ?? null)).toEqual([null, 'critical', null]);
});

test('a series that is not there is an empty row', () => {
  expect(mergeRuns(toCodeRow('a', 'A', undefined, describe), grid)).toEqual([]);
});

const set = (ok: readonly (number | null)[], lost: readonly (number | null)[]) => [
  { state: state('ok'), series: { series: 'ok', last: [...ok] } },
  { state: state('critical'), series: { series: 'lost', last: [...lost] } },
];

test('of two states that are told at once the worse one counts', () => {
  expect(levels(toStateSetRow('a', 'A', set([1, 1, null], [null, 1, 1]), 0))).toEqual(['ok', 'critical', 'critical']);
});

test('a broken state holds while a host is tried less often, a good one does not, and not for ever', () => {
  const lost = [1, null, null, null, null];
  expect(levels(toStateSetRow('a', 'A', set(Array(5).fill(null), lost), 2))).toEqual([
    'critical',
    'critical',
    'critical',
    null,
    null,
  ]);
  expect(levels(toStateSetRow('a', 'A', set(lost, Array(5).fill(null)), 2))).toEqual(['ok', null, null, null, null]);
});
