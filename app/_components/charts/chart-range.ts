import { alignDown, chooseStepMs } from '#lib/series/time-steps.ts';

const hourMs = 3_600_000;

/** Ranges that end now, by their name in the URL. */
export const namedRanges = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
} as const;
export type RangeName = keyof typeof namedRanges;
export const rangeNames = Object.keys(namedRanges) as readonly RangeName[];

/** What the reader wants to see: the time up to now, or a span that stays where it is. Times are UTC milliseconds. */
export type ChartRange =
  | { readonly kind: 'last'; readonly name: RangeName }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

/** What charts draw: `count` values; the one at `from + i * stepMs` stands for the step that ends there. */
export interface ChartWindow {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly count: number;
}

export const defaultRange: ChartRange = { kind: 'last', name: '24h' };
/** Enough for one value per two pixels of a wide screen. */
const mostValues = 1_000;
/** A minute is written some seconds after its end; what is newer would look like a gap. */
const unwrittenMs = 65_000;
const shortestSpanMs = 5 * 60_000;
const longestSpanMs = 3_650 * 24 * hourMs;

/** Query of a URL → range. What makes no sense is as if it were not there. Pure. */
export function parseChartRange(params: URLSearchParams): ChartRange {
  const [from, to] = [parseTime(params.get('from')), parseTime(params.get('to'))];
  if (from !== undefined && to !== undefined && to - from >= shortestSpanMs && to - from <= longestSpanMs)
    return { kind: 'fixed', from, to };
  const name = rangeNames.find((one) => one === params.get('range'));
  return name === undefined ? defaultRange : { kind: 'last', name };
}

/** The query with this range in it; other parameters stay, and the default leaves none. */
export function toRangeSearch(range: ChartRange, others: URLSearchParams): string {
  const params = new URLSearchParams(others);
  for (const name of ['range', 'from', 'to']) params.delete(name);
  if (range.kind === 'fixed') {
    params.set('from', toIso(range.from));
    params.set('to', toIso(range.to));
  } else if (range.name !== '24h') params.set('range', range.name);
  return params.size === 0 ? '' : `?${params}`;
}

/** The grid of a range; `now` is the server's time, UTC milliseconds. It moves on step by step. */
export function toWindow(range: ChartRange, now: number): ChartWindow {
  const newest = now - unwrittenMs;
  const [first, last] = range.kind === 'fixed' ? [range.from, range.to] : [newest - namedRanges[range.name], newest];
  const stepMs = chooseStepMs(last - first, mostValues);
  const to = alignDown(last, stepMs);
  const from = alignDown(first, stepMs) + stepMs;
  return { from, to, stepMs, count: (to - from) / stepMs + 1 };
}

/** A span that was marked on a chart, as a range: at least five minutes, on either side of what was marked. */
export function toZoom(a: number, b: number): ChartRange {
  const middle = (a + b) / 2;
  const half = Math.max(Math.abs(a - b), shortestSpanMs) / 2;
  const from = Math.floor((middle - half) / 1_000) * 1_000;
  return { kind: 'fixed', from, to: from + Math.ceil(half / 500) * 1_000 };
}

/** Twice as long around the same middle, or half; it does not go beyond now. */
export function scaleRange({ from, to }: ChartWindow, factor: number, around: number, now: number): ChartRange {
  const half = ((to - from) * factor) / 2;
  const end = Math.min(now, around + half);
  return toZoom(end - 2 * half, end);
}

function parseTime(text: string | null): number | undefined {
  const time = text === null || text.length > 40 || !/(Z|[+-]\d\d:\d\d)$/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isFinite(time) && time >= 0 ? time : undefined;
}

function toIso(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
