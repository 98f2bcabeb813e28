import { expect, test } from 'vitest';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { lastDayLimits, lastDayWanted, selectLastDay } from './last-day.ts';
import { answerOf, eventAt } from './testdata/made-up-events.ts';

const minute = 60_000;
const answer = (events: readonly ApiEvent[], limit = 100) => answerOf(events, { limit });
const select = (trouble: readonly ApiEvent[], migrations: readonly ApiEvent[] = [], gaps: readonly ApiEvent[] = []) =>
  selectLastDay({ trouble: answer(trouble), migrations: answer(migrations), gaps: answer(gaps, lastDayLimits.gaps) });
const many = (count: number, first: number, parts: Partial<ApiEvent>) =>
  Array.from({ length: count }, (_, n) => eventAt(first + n, (first + n) * 5 * minute, { vmId: `vm ${first + n}`, ...parts }));
const idsOf = (lines: ReturnType<typeof selectLastDay>) => lines.map((one) => ('event' in one ? one.event.id : 'gaps'));

test('trouble and completed migrations stand together, newest first', () => {
  const trouble = [eventAt(1, 10, { kind: 'turned-off' }), eventAt(4, 40, { kind: 'guest-crashed' })];
  expect(idsOf(select(trouble, [eventAt(2, 20), eventAt(3, 50)]))).toEqual([3, 4, 2, 1]);
  expect(select([])).toEqual([]);
});

test('gaps in event logs are one line, at the time of the newest', () => {
  const gaps = [eventAt(5, 15, { host: 'hv02' }), eventAt(6, 30, { host: 'hv01' }), eventAt(7, 25, { host: 'hv02' })];
  const lines = select([eventAt(1, 10), eventAt(2, 40)], [], gaps);
  expect(idsOf(lines)).toEqual([2, 'gaps', 1]);
  expect(lines[1]).toEqual({ gaps: 3, isMore: false, at: 30, hosts: ['hv01', 'hv02'] });
  expect(select([], [], many(lastDayLimits.gaps + 1, 1, {}))[0]).toMatchObject({ gaps: lastDayLimits.gaps, isMore: true });
});

test('no flood takes the place of the rest', () => {
  const gap = [eventAt(500, 1)];
  expect(idsOf(select(many(20, 100, {}), many(20, 1, {}), gap))).toEqual([119, 118, 117, 116, 115, 20, 19, 'gaps']);
  expect(idsOf(select(many(1, 1, {}), many(20, 100, {}), gap))).toEqual([119, 118, 117, 116, 115, 114, 1, 'gaps']);
  expect(select(many(20, 1, {}))).toHaveLength(8);
});

test('what several hosts tell of the same end is one line', () => {
  const told = [
    eventAt(1, 10 * minute, { vmId: 'a' }),
    eventAt(2, 11 * minute, { vmId: 'a' }),
    eventAt(3, 11 * minute, { vmId: 'b' }),
    eventAt(4, 30 * minute, { vmId: 'a' }),
  ];
  expect(idsOf(select([], told))).toEqual([4, 3, 2]);
  // What happened to no VM is nobody's echo.
  expect(select([eventAt(1, 1), eventAt(2, 2)])).toHaveLength(2);
});

test('each part asks for the last day', () => {
  for (const { range, kinds } of Object.values(lastDayWanted)) {
    expect(range).toBe('24h');
    expect(kinds.length).toBeGreaterThan(0);
  }
});
