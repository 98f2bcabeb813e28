const dayMs = 86_400_000;
const longestMs = 60 * dayMs;

/** Query of a URL → the span over which alerts are told: `from` and `to` (ISO 8601), else the last 24 hours up to `now`. What makes no sense is as if it were not there. Pure. */
export function parseAlertSpan(params: URLSearchParams, now: number): { readonly from: number; readonly to: number } {
  const [from, to] = [parseTime(params.get('from')), parseTime(params.get('to'))];
  if (from === undefined || to === undefined || to <= from || to - from > longestMs) return { from: now - dayMs, to: now };
  return { from, to: Math.min(to, Math.max(now, from)) };
}

function parseTime(text: string | null): number | undefined {
  const time = text === null || text.length > 40 || !/(Z|[+-]\d\d:\d\d)$/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isFinite(time) && time >= 0 ? time : undefined;
}
