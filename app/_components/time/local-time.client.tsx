'use client';

import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useTimeZone } from '../preferences/use-preferences.client.tsx';

/** A moment in the reader's zone; the zone is named where it is not the browser's own. */
export function LocalTime({ at }: { readonly at: number | string | null | undefined }) {
  const { locale } = useTranslate();
  const timeZone = useTimeZone();
  if (at === null || at === undefined) return <>{missing}</>;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{missing}</>;
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone, timeZoneName: 'short' }),
  });
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {format.format(date)}
    </time>
  );
}
