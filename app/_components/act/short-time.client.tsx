'use client';

import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useTimeZone } from '../preferences/use-preferences.client.tsx';
import { useNow } from '../time/now.client.tsx';

/** A moment that is near: the time of day, with the day where that is not today. In the reader's zone, which is named where it is not the browser's. */
export function useShortTime(): (at: number) => string {
  const { locale } = useTranslate();
  const timeZone = useTimeZone();
  const now = useNow();
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone } as const;
  const named = timeZone === undefined ? {} : { timeZoneName: 'short' as const };
  return (at) => {
    const isToday = day.format(at) === day.format(now);
    const date = isToday ? {} : ({ weekday: 'short', day: 'numeric', month: 'short' } as const);
    const isFar = Math.abs(at - now) > 180 * 86_400_000;
    return new Intl.DateTimeFormat(locale, { ...date, ...(isFar ? { year: 'numeric' } : {}), ...clock, ...named }).format(at);
  };
}

/** Such a moment as an element, with the exact one behind it. */
export function ShortTime({ at }: { readonly at: number }) {
  const format = useShortTime();
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {format(at)}
    </time>
  );
}
