import { expect, test } from 'vitest';
import { toSchedule, toWholeSchedule, toWindowDraft } from './window-draft.ts';

const now = Date.UTC(2026, 10, 23, 8);
const weekly = { kind: 'weekly' as const, weekdays: [2, 4], start: '02:30', durationMinutes: 90, zone: 'Europe/Oslo' };
const once = { kind: 'once' as const, startsAt: now, endsAt: now + 3_600_000 };

test.each([weekly, once])('the fields of a window give the same window', (schedule) => {
  expect(toSchedule(toWindowDraft(schedule, now, 'Asia/Tokyo'), 'Asia/Tokyo')).toEqual(schedule);
});

test('a new window is for two hours from now, and days are told in their order', () => {
  const draft = toWindowDraft(undefined, now, 'UTC');
  expect(toWholeSchedule(draft, 'UTC')).toEqual({ kind: 'once', startsAt: now, endsAt: now + 7_200_000 });
  expect(toSchedule({ ...draft, kind: 'weekly', weekdays: [5, 1] }, 'UTC')).toMatchObject({ weekdays: [1, 5], zone: 'UTC' });
});

test('what is not whole is not previewed', () => {
  const draft = toWindowDraft(undefined, now, 'UTC');
  expect(toWholeSchedule({ ...draft, endsAt: '' }, 'UTC')).toBeUndefined();
  expect(toWholeSchedule({ ...draft, kind: 'weekly' }, 'UTC')).toBeUndefined();
});
