'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { startTransition, useOptimistic } from 'react';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { EventFilters } from './event-filters.client.tsx';
import { EventStream } from './event-stream.client.tsx';
import { type EventsWanted, toEventsHref } from './search-params.ts';
import { pagesKey } from './use-event-pages.client.tsx';

interface EventsProps {
  /** As the URL has it. */
  readonly wanted: EventsWanted;
  readonly first: ApiEvents;
}

/** One stream of what happened, narrowed by the URL. */
export function Events({ wanted, first }: EventsProps) {
  const t = useTranslate();
  const router = useRouter();
  const client = useQueryClient();
  const [chosen, setChosen] = useOptimistic(wanted);
  const choose = (next: EventsWanted) =>
    startTransition(() => {
      setChosen(next);
      // Who chooses a filter begins at its newest; who comes back finds it as it was.
      client.removeQueries({ queryKey: pagesKey(next) });
      router.push(toEventsHref(next), { scroll: false });
    });
  const href = toEventsHref(wanted);
  const isOld = toEventsHref(chosen) !== href;
  return (
    <>
      <PageHeading title={t('events.title')}>{t('events.intro')}</PageHeading>
      <div className="space-y-4">
        <EventFilters
          wanted={chosen}
          onChoose={choose}
          vmName={first.events.find(({ vmId }) => vmId === chosen.vmId)?.vm ?? undefined}
        />
        <div className={isOld ? 'opacity-60' : ''} aria-busy={isOld}>
          {/* Another filter is another list: what the former one still waits for is its own. */}
          <EventStream key={href} wanted={wanted} first={first} />
        </div>
      </div>
    </>
  );
}
