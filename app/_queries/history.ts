import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type ParametersOf, readApi } from './api-client.ts';

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

/** What `/api/v1/history` is asked with for these series. */
export function toHistoryParameters(
  subject: string,
  series: readonly string[],
  { from, to, stepMs }: HistoryWindow,
): ParametersOf<'GET /api/v1/history'> {
  return { subject, series, from: new Date(from).toISOString(), to: new Date(to).toISOString(), step: `${stepMs / 1_000}s` };
}

/** `/api/v1/history`. While another window loads, the one before stays. */
export const historyQuery = (subject: string, series: readonly string[], window: HistoryWindow, now: number) =>
  queryOptions({
    queryKey: ['history', subject, series, window.from, window.to, window.stepMs],
    queryFn: ({ signal }) => readApi('GET /api/v1/history', toHistoryParameters(subject, series, window), signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : window.to > now - settledMs ? pollMs : false),
    staleTime: pollMs / 2,
  });
