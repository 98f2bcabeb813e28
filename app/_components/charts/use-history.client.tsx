'use client';

import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toApiUrl } from '#app/_queries/api-client.ts';
import { historyQuery, mostSeries, toHistoryParameters } from '#app/_queries/history.ts';
import type { ApiHistory } from '#lib/model/api/history.ts';
import { useNow } from '../time/now.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import type { ChartWindow } from './chart-range.ts';

/** History of some series, and how the reading of it stands. */
export interface LoadedHistory {
  /** The window of the data; undefined until there is any. */
  readonly window: ChartWindow | undefined;
  readonly series: ReadonlyMap<string, ApiHistory['series'][number]>;
  readonly isFailing: boolean;
  /** Data of the range before is shown while the next one loads. */
  readonly isOld: boolean;
  /** Address of the CSV of these series; undefined where none has a value. */
  csvUrl(series: readonly string[]): string | undefined;
}

/** Reads series of one subject over the range of the page, in as many questions as the API wants. `series` must be a stable array. */
export function useHistory(subject: string, series: readonly string[]): LoadedHistory {
  const { window } = useChartGroup();
  const now = useNow();
  const batches = useMemo(
    () =>
      Array.from({ length: Math.ceil(series.length / mostSeries) }, (_, index) =>
        series.slice(index * mostSeries, (index + 1) * mostSeries),
      ),
    [series],
  );
  const answers = useQueries({
    queries: batches.map((batch) => historyQuery(subject, batch, window, now)),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      isFailing: results.some(({ isError, failureCount }) => isError || failureCount > 0),
      isOld: results.some(({ isPlaceholderData }) => isPlaceholderData),
    }),
  });
  const { data, isFailing, isOld } = answers;
  return useMemo(() => {
    const [first] = data;
    const sameGrid = data.every((one) => one !== undefined && one.from === first?.from && one.stepMs === first.stepMs);
    const found = first === undefined || !sameGrid ? [] : data.flatMap((one) => one?.series ?? []);
    const named = new Map(found.map((one) => [one.series, one]));
    return {
      window: first === undefined || !sameGrid ? undefined : toDataWindow(first),
      series: named,
      isFailing,
      isOld,
      csvUrl(wanted) {
        const there = wanted.filter((text) => named.get(text)?.last.some((value) => value !== null)).slice(0, mostSeries);
        return there.length === 0
          ? undefined
          : toApiUrl('GET /api/v1/history', { ...toHistoryParameters(subject, there, window), format: 'csv' });
      },
    };
  }, [data, isFailing, isOld, subject, window]);
}

function toDataWindow({ from, to, stepMs }: ApiHistory): ChartWindow {
  return { from, to, stepMs, count: (to - from) / stepMs + 1 };
}
