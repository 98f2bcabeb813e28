'use client';

import { useMemo } from 'react';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { Age } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { EventFacts, EventKind, EventSeverity, EventVm } from './event-cells.client.tsx';

interface EventTableProps {
  readonly events: readonly ApiEvent[];
  readonly caption: string;
  /** Columns that say the same in every row are left out. */
  readonly without?: readonly ('vm' | 'host')[];
}

/** Events, one line each: when, how grave, what, to whom, and what is known of it. */
export function EventTable({ events, caption, without = [] }: EventTableProps) {
  const t = useTranslate();
  const left = without.join();
  const columns = useMemo(() => toColumns(t).filter(({ id }) => !left.split(',').includes(id)), [t, left]);
  return <ShortTable caption={caption} columns={columns} items={events} idOf={({ id }) => String(id)} />;
}

/** The columns of a short list of events. */
export function toColumns(t: ReturnType<typeof useTranslate>): readonly TableColumn<ApiEvent>[] {
  return [
    {
      id: 'when',
      title: t('events.when'),
      cell: ({ at }) => <LocalTime at={at} />,
      text: ({ at }) => new Date(at).toISOString(),
      width: 'w-56',
      phone: 'line',
    },
    {
      id: 'what',
      title: t('events.what'),
      cell: (event) => <EventKind event={event} />,
      text: ({ kind }) => kind,
      width: 'w-60',
      phone: 'head',
    },
    {
      id: 'severity',
      title: t('events.severity'),
      cell: ({ severity }) => <EventSeverity severity={severity} />,
      text: ({ severity }) => severity,
      width: 'w-44',
      phone: 'line',
    },
    {
      id: 'vm',
      title: t('events.vm'),
      cell: (event) => <EventVm event={event} />,
      text: ({ vm }) => vm,
      width: 'w-40',
      phone: 'line',
    },
    {
      id: 'host',
      title: t('events.host'),
      cell: ({ host }) => <HostLink host={host} />,
      text: ({ host }) => host,
      width: 'w-28',
      phone: 'line',
    },
    {
      id: 'facts',
      title: t('events.facts'),
      cell: (event) => <EventFacts event={event} />,
      text: () => '',
      width: '',
      phone: 'line',
    },
    {
      id: 'age',
      title: t('events.age'),
      cell: ({ at }) => (
        <span className="text-muted">
          <Age at={at} />
        </span>
      ),
      text: ({ at }) => at,
      numeric: true,
      width: 'w-24',
      phone: 'corner',
    },
  ];
}
