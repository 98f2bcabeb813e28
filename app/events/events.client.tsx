'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { startTransition, useOptimistic, useState } from 'react';
import { buttonClass } from '../_components/controls/controls.ts';
import { EventTable } from '../_components/event/event-table.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { eventsPerPage, eventsQuery, mostEvents } from '../_queries/events.ts';
import { EventFilters } from './event-filters.client.tsx';
import { type EventsWanted, isNarrowed, parseEventsWanted, toEventsHref } from './search-params.ts';

/** One stream of what happened, narrowed by the URL. */
export function Events() {
  const t = useTranslate();
  const router = useRouter();
  const wanted = parseEventsWanted(new URLSearchParams(useSearchParams().toString()));
  const [limit, setLimit] = useState(eventsPerPage);
  const { data, isError, isPlaceholderData } = useQuery(eventsQuery(wanted, limit));
  const [chosen, setChosen] = useOptimistic(wanted);
  const choose = (next: EventsWanted) =>
    startTransition(() => {
      setChosen(next);
      setLimit(eventsPerPage);
      router.push(toEventsHref(next), { scroll: false });
    });
  const count = data?.events.length ?? 0;
  const hasMore = data?.next !== null && data !== undefined;
  return (
    <>
      <PageHeading title={t('events.title')}>{t('events.intro')}</PageHeading>
      <div className="space-y-4">
        <EventFilters
          wanted={chosen}
          onChoose={choose}
          vmName={data?.events.find(({ vmId }) => vmId === chosen.vmId)?.vm ?? undefined}
        />
        <Card
          label={t('events.caption')}
          title={hasMore ? t('events.countOrMore', { count }) : t('events.count', { count })}
          testId="events"
        >
          {data === undefined ? (
            <StateNote kind={isError ? 'error' : 'loading'} />
          ) : count === 0 ? (
            <StateNote kind="empty">{t(isNarrowed(wanted) ? 'events.none' : 'events.noneHere')}</StateNote>
          ) : (
            <div className={isPlaceholderData ? 'opacity-60' : ''} aria-busy={isPlaceholderData}>
              <EventTable events={data.events} caption={t('events.caption')} />
              {hasMore && (
                <div className="border-line border-t px-4 py-3">
                  {limit < mostEvents ? (
                    <button type="button" className={buttonClass} onClick={() => setLimit(Math.min(mostEvents, limit * 2))}>
                      {t('events.older')}
                    </button>
                  ) : (
                    <p className="text-muted">{t('events.mostShown')}</p>
                  )}
                </div>
              )}
            </div>
          )}
        </Card>
      </div>
    </>
  );
}
