'use client';

import { memo, useId } from 'react';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { EventFacts, EventKind, EventSeverity, EventVm } from './event-cells.client.tsx';
import { EventDetails } from './event-details.client.tsx';
import { kindKey } from './event-facts.ts';
import type { EventTime } from './event-time.ts';

interface EventRowProps {
  readonly event: ApiEvent;
  readonly time: EventTime;
  readonly isOpen: boolean;
  /** It came while the list was there. */
  readonly isFresh: boolean;
  readonly onToggle: (id: number) => void;
}

/** Columns of the list, the one of the button among them. */
export const eventColumns = 7;

const cell = 'truncate max-lg:min-h-6 max-lg:leading-6 lg:h-8 lg:border-line/60 lg:border-b lg:px-3';
const line = `${cell} max-lg:col-span-3 text-left`;

/** One event; a card where the window is narrow. Its details stand in a row below, while they are wanted. */
function EventRowOf({ event, time, isOpen, isFresh, onToggle }: EventRowProps) {
  const t = useTranslate();
  const { id, at, severity, kind, host } = event;
  const detailsId = useId();
  const clock = time.clock(at);
  const date = new Date(at);
  const iso = Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  return (
    <>
      <tr
        data-event={id}
        className={`hover:bg-raised has-focus-visible:bg-selected max-lg:grid max-lg:grid-cols-[1fr_auto_auto] max-lg:gap-x-3 max-lg:border-line max-lg:border-b max-lg:px-4 max-lg:py-2 ${isOpen ? 'bg-raised' : ''}`}
      >
        <td className={`${cell} max-lg:col-start-3 max-lg:row-start-1 lg:pl-4 lg:pr-0`}>
          <button
            type="button"
            className="inline-flex size-6 cursor-pointer items-center justify-center rounded align-middle text-muted hover:bg-selected hover:text-ink"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            aria-label={t('events.details.of', { what: t(kindKey(kind)), time: clock })}
            onClick={() => onToggle(id)}
          >
            <svg viewBox="0 0 10 10" className={`w-2.5 ${isOpen ? 'rotate-90' : ''}`} aria-hidden="true" focusable="false">
              <path d="m3 1 4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </button>
        </td>
        <td className={`${cell} max-lg:col-start-2 max-lg:row-start-1 max-lg:text-right`}>
          <time dateTime={iso} title={iso}>
            {clock}
          </time>
        </td>
        <th scope="row" className={`${cell} text-left font-normal max-lg:col-start-1 max-lg:row-start-1`}>
          <EventKind event={event} />
          {isFresh && (
            <span className="ml-2 rounded bg-accent px-1 align-middle text-2xs text-on-accent leading-4">
              {t('events.new.mark')}
            </span>
          )}
        </th>
        <td className={line}>
          <EventSeverity severity={severity} />
        </td>
        <td className={line}>
          <NarrowName>{t('events.vm')}</NarrowName>
          <EventVm event={event} />
        </td>
        <td className={line}>
          <NarrowName>{t('events.host')}</NarrowName>
          <HostLink host={host} />
        </td>
        <td className={`${line} lg:pr-4`}>
          <EventFacts event={event} />
        </td>
      </tr>
      {isOpen && (
        <tr id={detailsId} className="bg-raised max-lg:block">
          <td colSpan={eventColumns} className="border-line border-b px-4 pt-1 pb-4 max-lg:block lg:pl-14">
            <EventDetails event={event} />
          </td>
        </tr>
      )}
    </>
  );
}

/** A card has no heading above its lines. */
function NarrowName({ children }: { readonly children: string }) {
  return (
    <span aria-hidden="true" className="mr-2 inline-block w-12 text-muted text-xs lg:hidden">
      {children}
    </span>
  );
}

/** A list of thousands draws a row again only where something of it has changed. */
export const EventRow = memo(EventRowOf);
