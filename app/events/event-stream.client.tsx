'use client';

import { useEffect, useRef } from 'react';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { buttonClass } from '../_components/controls/controls.ts';
import { EventList } from '../_components/event/event-list.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { mostShown } from './event-pages.ts';
import { EventsCsv } from './events-csv-button.client.tsx';
import { NewEvents } from './new-events.client.tsx';
import { type EventsWanted, isNarrowed } from './search-params.ts';
import { useEventPages } from './use-event-pages.client.tsx';

interface EventStreamProps {
  readonly wanted: EventsWanted;
  readonly first: ApiEvents;
}

/** The events of one filter: page by page into the past, and what arrives in its place, unless somebody is reading. */
export function EventStream({ wanted, first }: EventStreamProps) {
  const t = useTranslate();
  const list = useRef<HTMLDivElement>(null);
  const isReading = () => isReadingIn(list.current);
  const { pages, older, showNew } = useEventPages(wanted, first, isReading);
  const { shown, next } = pages;
  useAtTop(() => {
    if (!isReading()) showNew();
  });
  const showNewest = () => {
    showNew();
    window.scrollTo({ top: 0 });
    // The button goes with what it stands for; the next step of the keyboard is into the list.
    list.current?.focus({ preventScroll: true });
  };
  const count = shown.length;
  return (
    <Card
      label={t('events.caption')}
      title={next === null ? t('events.count', { count }) : t('events.countOrMore', { count })}
      aside={count > 0 && <EventsCsv events={shown} wanted={wanted} />}
      testId="events"
      overflow="visible"
    >
      <NewEvents pages={pages} onShow={showNewest} />
      <div ref={list} tabIndex={-1}>
        {count === 0 ? (
          <StateNote kind="empty">{t(isNarrowed(wanted) ? 'events.none' : 'events.noneHere')}</StateNote>
        ) : (
          <EventList events={shown} fresh={pages.fresh} caption={t('events.caption')} />
        )}
      </div>
      {count > 0 && (
        <div className="flex min-h-12 flex-wrap items-center gap-3 px-4 py-3 text-muted">
          {next === null ? (
            t('events.oldest')
          ) : count >= mostShown ? (
            t('events.mostShown', { count: mostShown })
          ) : (
            <button type="button" className={buttonClass} aria-disabled={older.isLoading} onClick={older.load}>
              {t('events.older')}
            </button>
          )}
          <span role="status">
            {older.isLoading && t('events.older.loading')}
            {older.hasFailed && <span className="text-critical">{t('events.older.failed')}</span>}
          </span>
        </div>
      )}
    </Card>
  );
}

/** Whoever is not at the top, has details open, or is in the list with keyboard or a selection must not have it moved away. */
function isReadingIn(list: HTMLElement | null): boolean {
  if (window.scrollY > 0) return true;
  if (list === null) return false;
  const focus = document.activeElement;
  const selection = document.getSelection();
  return (
    (focus !== list && list.contains(focus)) ||
    list.querySelector('[aria-expanded="true"]') !== null ||
    (selection !== null && !selection.isCollapsed && list.contains(selection.anchorNode))
  );
}

/** Calls when the reader comes back to the top of the page. */
function useAtTop(onTop: () => void): void {
  const latest = useRef(onTop);
  useEffect(() => {
    latest.current = onTop;
  });
  useEffect(() => {
    const look = () => {
      if (window.scrollY <= 0) latest.current();
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
}
