'use client';

import { useMemo } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useTimeZone } from '../preferences/use-preferences.client.tsx';

export interface ChartTime {
  readonly timeZone: string | undefined;
  /** A moment as the cursor shows it; with seconds where the step is finer than a minute. */
  moment(time: number, stepMs: number): string;
  /** A mark on the axis. */
  tick(time: number, isDay: boolean): string;
}

/** How moments are written on charts: in the reader's zone and language. */
export function useChartTime(): ChartTime {
  const { locale } = useTranslate();
  const timeZone = useTimeZone();
  return useMemo(() => {
    const zone = timeZone === undefined ? {} : { timeZone };
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options, ...zone });
    const minute = { hour: '2-digit', minute: '2-digit' } as const;
    const day = { month: 'short', day: 'numeric' } as const;
    const [long, longer] = [format({ ...day, ...minute }), format({ ...day, ...minute, second: '2-digit' })];
    const [clock, date] = [format(minute), format(day)];
    return {
      timeZone,
      moment: (time, stepMs) => (stepMs < 60_000 ? longer : long).format(time),
      tick: (time, isDay) => (isDay ? date : clock).format(time),
    };
  }, [locale, timeZone]);
}
