import { toCsv } from '#lib/format/csv.ts';
import type { ApiHistory } from '#lib/model/api/history.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { badParameters } from './check-query.ts';
import { loadHistory } from './load-history.ts';
import { parseHistoryQuery } from './parse-history-query.ts';
import { answerProblem, toProblem } from './problem-response.ts';
import { wantsCsv } from './wants-csv.ts';

/** Answers a GET of history: JSON or CSV, or a problem document (RFC 9457) that names each wrong parameter. `now` is UTC milliseconds. */
export async function answerHistory(request: Request, now: number): Promise<Response> {
  const headers = { 'cache-control': 'private, no-cache', vary: 'accept', 'x-hvitals-now': String(now) };
  const parsed = parseHistoryQuery(new URL(request.url).searchParams, now);
  if (!parsed.ok) {
    const faults = parsed.problems.map(({ parameter, problem }) => ({ path: parameter, detail: problem }));
    return answerProblem(badParameters(faults), headers);
  }
  const { query } = parsed;
  try {
    const history = await loadHistory(query);
    if (!wantsCsv(request, query.format ?? null)) return Response.json(history, { headers });
    const type = { 'content-type': 'text/csv; charset=utf-8; header=present' };
    return new Response(toHistoryCsv(history), {
      headers: { ...headers, ...type, 'content-disposition': `attachment; filename="${toFileName(history)}"` },
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, error.advice), headers);
  }
}

/** One line per time; each series has its last value and the smallest and largest since the time before. */
export function toHistoryCsv({ from, stepMs, series }: ApiHistory): string {
  const header = ['time', ...series.flatMap(({ series: name }) => [name, `min ${name}`, `max ${name}`])];
  const rows = (series[0]?.last ?? []).map((_, index) => [
    new Date(from + index * stepMs).toISOString(),
    ...series.flatMap(({ last, min = last, max = last }) => [last[index], min[index], max[index]]),
  ]);
  return toCsv(header, rows);
}

/** A name that every file system takes. */
function toFileName({ subject, from, to }: ApiHistory): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return `hvitals-${subject.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80)}-${day(from)}-${day(to)}.csv`;
}
