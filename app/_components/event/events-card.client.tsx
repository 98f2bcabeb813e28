'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { eventsQuery } from '#app/_queries/events.ts';
import { type EventsWanted, toEventsHref } from '#app/events/search-params.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { EventTable } from './event-table.client.tsx';

interface EventsCardProps {
  readonly title: string;
  readonly wanted: EventsWanted;
  readonly limit: number;
  readonly without?: readonly ('vm' | 'host')[];
}

/** The newest events of something, and the way to all of them. */
export function EventsCard({ title, wanted, limit, without = [] }: EventsCardProps) {
  const t = useTranslate();
  const { data, isError } = useQuery(eventsQuery(wanted, limit));
  return (
    <Card title={title} aside={<Link href={toEventsHref(wanted)}>{t('events.all')}</Link>} testId="events-card">
      {data === undefined ? (
        <StateNote kind={isError ? 'error' : 'loading'} />
      ) : data.events.length === 0 ? (
        <p className="px-4 py-4 text-muted">{t('events.none')}</p>
      ) : (
        <EventTable events={data.events} caption={title} without={without} />
      )}
    </Card>
  );
}
