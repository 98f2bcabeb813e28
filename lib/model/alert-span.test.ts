import { expect, test } from 'vitest';
import { parseAlertSpan } from './alert-span.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const of = (search: string) => parseAlertSpan(new URLSearchParams(search), now);
const day = { from: now - 86_400_000, to: now };

test('a span is taken as it is asked for, and ends now at the latest', () => {
  expect(of('from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z')).toEqual({
    from: Date.parse('2026-03-01'),
    to: Date.parse('2026-03-02'),
  });
  expect(of('from=2026-03-01T00:00:00Z&to=2026-03-09T00:00:00Z').to).toBe(now);
});

test('what is no span is a day', () => {
  for (const search of [
    '',
    'from=x&to=y',
    'from=2026-03-02T00:00:00Z',
    'from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z',
    'from=2020-01-01T00:00:00Z&to=2026-03-01T00:00:00Z',
  ])
    expect(of(search)).toEqual(day);
});
