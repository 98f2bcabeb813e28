import { missing } from '#lib/format/missing.ts';
import type { Locale } from '#lib/i18n/translate.ts';
import { noonOf } from './event-days.ts';

/** How the list of events writes moments. Moments are UTC milliseconds, days `2026-11-23`. */
export interface EventTime {
  /** Hours, minutes and seconds. */
  clock(at: number): string;
  /** The day in the zone; empty for a moment that no calendar has. */
  dayOf(at: number): string;
  /** A day in words. */
  date(day: string): string;
}

/** The list has thousands of rows: its formats are made once. Without a zone it is that of the browser. */
export function toEventTime(locale: Locale, timeZone: string | undefined): EventTime {
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const parts = new Intl.DateTimeFormat('en', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  });
  return {
    clock: (at) => (isMoment(at) ? clock.format(at) : missing),
    dayOf(at) {
      if (!isMoment(at)) return '';
      const [month, day, year] = parts.format(at).split('/');
      return `${year}-${month}-${day}`;
    },
    date(day) {
      const noon = noonOf(day);
      return Number.isNaN(noon) ? missing : date.format(noon);
    },
  };
}

function isMoment(at: number): boolean {
  return !Number.isNaN(new Date(at).getTime());
}
