import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiHistory } from '#lib/model/api/history.ts';
import { fetchJson } from './fetch-json.ts';

export interface HistoryWindow {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** The API takes this many series in one question. */
export const mostSeries = 40;
const pollMs = 60_000;
const retryMs = 5_000;
/** What lies further back than this is complete, and is not asked for again. */
const settledMs = 10 * 60_000;

/** Address of `/api/v1/history` for these series. */
export function historyUrl(subject: string, series: readonly string[], { from, to, stepMs }: HistoryWindow): string {
  const params = new URLSearchParams({ subject });
  for (const one of series) params.append('series', one);
  params.set('from', new Date(from).toISOString());
  params.set('to', new Date(to).toISOString());
  params.set('step', `${stepMs / 1_000}s`);
  return `/api/v1/history?${params}`;
}

/** `/api/v1/history`. While another window loads, the one before stays. */
export const historyQuery = (subject: string, series: readonly string[], window: HistoryWindow, now: number) =>
  queryOptions({
    queryKey: ['history', subject, series, window.from, window.to, window.stepMs],
    queryFn: ({ signal }) => fetchJson<ApiHistory>(historyUrl(subject, series, window), signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : window.to > now - settledMs ? pollMs : false),
    staleTime: pollMs / 2,
  });
