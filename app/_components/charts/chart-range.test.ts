import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChartRange, defaultRange, parseChartRange, scaleRange, toRangeSearch, toWindow, toZoom } from './chart-range.ts';

const now = Date.parse('2026-11-23T08:00:07Z');
const day = 86_400_000;
const parse = (search: string) => parseChartRange(new URLSearchParams(search));

test('a range survives the URL, beside what else stands there', () => {
  const ranges: ChartRange[] = [
    { kind: 'last', name: '7d' },
    defaultRange,
    { kind: 'fixed', from: now - 7_000, to: now - 7_000 + day },
  ];
  for (const range of ranges) {
    const search = toRangeSearch(range, new URLSearchParams('q=web&range=1h&from=x'));
    expect(parse(search)).toEqual(range);
    expect(new URLSearchParams(search).get('q')).toBe('web');
  }
  expect(toRangeSearch(defaultRange, new URLSearchParams('range=1h'))).toBe('');
});

test.each([
  'range=2y',
  'from=2026-11-23T08:00:00Z',
  'from=x&to=y',
  'from=2026-11-23T08:00:00Z&to=2026-11-23T07:00:00Z',
  'from=2026-11-23T08:00:00&to=2026-11-23T09:00:00',
  'from=2026-11-23T08:00:00Z&to=2026-11-23T08:00:01Z',
  'from=1000-01-01T00:00:00Z&to=2026-11-23T08:00:00Z',
])('garbage in the URL shows the default: %s', (search) => {
  expect(parse(search)).toEqual(defaultRange);
});

test('a window that ends now stands still until the next step, and never asks for what is not written yet', () => {
  const a = toWindow({ kind: 'last', name: '24h' }, now);
  expect(toWindow({ kind: 'last', name: '24h' }, now + 1_000)).toEqual(a);
  expect([a.stepMs, a.count, new Date(a.to).toISOString()]).toEqual([120_000, 720, '2026-11-23T07:58:00.000Z']);
  expect(toWindow({ kind: 'last', name: '1h' }, now)).toMatchObject({ stepMs: 15_000, count: 240 });
});

test('no window asks for more values than the API gives', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: now }), fc.integer({ min: 300_000, max: 3_650 * day }), (from, span) => {
      const { count, to, stepMs, ...rest } = toWindow({ kind: 'fixed', from, to: from + span }, now);
      expect(count).toBeLessThanOrEqual(1_001);
      expect(rest.from + (count - 1) * stepMs).toBe(to);
      expect(count).toBeGreaterThan(0);
    }),
  );
});

test('zooming goes by what was marked, but not below five minutes', () => {
  expect(toZoom(now, now - 600_000)).toEqual({ kind: 'fixed', from: now - 600_000, to: now });
  const tiny = toZoom(now, now + 1_000);
  expect(tiny.kind === 'fixed' && tiny.to - tiny.from).toBe(300_000);
});

test('zooming out stops at now', () => {
  const window = toWindow({ kind: 'last', name: '1h' }, now);
  const wider = scaleRange(window, 2, (window.from + window.to) / 2, now);
  expect(wider.kind === 'fixed' && wider.to).toBeLessThanOrEqual(now + 1_000);
  expect(wider.kind === 'fixed' && wider.to - wider.from).toBeGreaterThan(1.9 * 3_585_000);
});
