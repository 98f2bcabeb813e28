'use client';

import { useSyncExternalStore } from 'react';
import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

const never = () => () => undefined;

/** A moment in the reader's zone. The server does not know that zone, so it writes UTC and the browser replaces it. */
export function LocalTime({ at }: { readonly at: number | string | null | undefined }) {
  const { locale } = useTranslate();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (at === null || at === undefined) return <>{missing}</>;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{missing}</>;
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    ...(inBrowser ? {} : { timeZone: 'UTC' }),
  });
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {format.format(date)}
    </time>
  );
}
