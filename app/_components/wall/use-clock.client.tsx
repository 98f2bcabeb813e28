'use client';

import { useMemo } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useTimeZone } from '../preferences/use-preferences.client.tsx';

/** A moment as time of day with seconds and as a date, in the zone of the wall. */
export function useClock(at: number): { readonly time: string; readonly date: string } {
  const { locale } = useTranslate();
  const timeZone = useTimeZone();
  const formats = useMemo(() => {
    const zone = timeZone === undefined ? {} : { timeZone };
    return {
      time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...zone }),
      date: new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        ...(timeZone === undefined ? {} : { timeZone, timeZoneName: 'short' }),
      }),
    };
  }, [locale, timeZone]);
  return { time: formats.time.format(at), date: formats.date.format(at) };
}
