'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertEventsQuery } from '#app/_queries/alert-events.ts';
import { en, type MessageKey } from '#lib/i18n/catalogue.ts';
import type { ApiAlertEvent } from '#lib/model/api/alert-events.ts';
import { quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { ShortTime } from './short-time.client.tsx';

const firstRows = 10;
const moreRows = 50;

/** What happened to one alert and what people did about it, newest first. */
export function AlertTimeline({ fingerprint }: { readonly fingerprint: string }) {
  const t = useTranslate();
  const [limit, setLimit] = useState(firstRows);
  const { data, isError } = useQuery(alertEventsQuery(fingerprint, limit));
  if (data === undefined) return <StateNote kind={isError ? 'error' : 'loading'} />;
  if (data.events.length === 0) return <p className="text-muted">{t('timeline.none')}</p>;
  return (
    <>
      <TimelineRows events={data.events} />
      {data.next !== null && (
        <button type="button" className={quietButtonClass} onClick={() => setLimit(limit + moreRows)}>
          {t('timeline.more')}
        </button>
      )}
    </>
  );
}

/** One line for each event: when, what, who and why. */
export function TimelineRows({ events }: { readonly events: readonly ApiAlertEvent[] }) {
  return (
    <ol className="border-line-strong border-l">
      {events.map((event) => (
        <li key={event.id} className="relative flex flex-wrap items-baseline gap-x-3 py-0.5 pl-4">
          <span
            aria-hidden="true"
            className={`absolute top-2.5 -left-1 size-2 rounded-full ring-2 ring-raised ${dots[event.kind] ?? 'bg-accent'}`}
          />
          <span className="w-44 shrink-0 text-muted">
            <LocalTime at={event.at} />
          </span>
          <Told event={event} />
        </li>
      ))}
    </ol>
  );
}

/** What the rules said has the colours of alerts; what people did has the accent. */
const dots: Readonly<Record<string, string>> = {
  pending: 'bg-warning',
  firing: 'bg-critical',
  resolved: 'bg-ok',
  inactive: 'bg-none',
};

function Told({ event: { at, kind, detail } }: { readonly event: ApiAlertEvent }) {
  const t = useTranslate();
  const key = `timeline.${kind}`;
  const [by, why] = [textIn(detail, 'by'), textIn(detail, 'note') ?? textIn(detail, 'comment') ?? textIn(detail, 'name')];
  const isSpan = kind === 'silenced' || kind === 'silence-changed';
  const [from, until] = isSpan ? [numberIn(detail, 'startsAt'), numberIn(detail, 'endsAt')] : [];
  return (
    <span className="wrap-anywhere min-w-0">
      <span className="font-medium">{isKey(key) ? t.message({ key }) : kind}</span>
      {from !== undefined && from > at + 60_000 && (
        <>
          {' '}
          {t('act.from')} <ShortTime at={from} />
        </>
      )}
      {until !== undefined && (
        <>
          {' '}
          {t('act.until')} <ShortTime at={until} />
        </>
      )}
      {by !== undefined && (
        <span className="text-muted">
          {' · '}
          <GuestText text={by} limit={60} />
        </span>
      )}
      {why !== undefined && (
        <span className="text-muted">
          {': '}
          <GuestText text={why} limit={200} />
        </span>
      )}
    </span>
  );
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

function fieldOf(detail: unknown, name: string): unknown {
  return typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : undefined;
}

function textIn(detail: unknown, name: string): string | undefined {
  const value = fieldOf(detail, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberIn(detail: unknown, name: string): number | undefined {
  const value = fieldOf(detail, name);
  return typeof value === 'number' && Math.abs(value) <= 8_640_000_000_000_000 ? value : undefined;
}
