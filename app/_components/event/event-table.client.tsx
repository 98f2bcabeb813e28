'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import type { Level } from '#lib/derive/vital-sign.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { eventFacts, kindKey } from './event-facts.ts';

/** The level that draws a severity; a word of another version is information. */
export function levelOf(severity: string): Level {
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
}

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

function toColumns(t: ReturnType<typeof useTranslate>): readonly TableColumn<ApiEvent>[] {
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
      cell: (event) => <What event={event} />,
      text: ({ kind }) => kind,
      width: 'w-64',
      phone: 'head',
    },
    {
      id: 'vm',
      title: t('events.vm'),
      cell: (event) => <Vm event={event} />,
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
    { id: 'facts', title: t('events.facts'), cell: (event) => <Facts event={event} />, text: () => '', width: '', phone: 'line' },
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

function What({ event: { kind, severity } }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  const level = levelOf(severity);
  return (
    <span
      className="inline-flex min-w-0 items-center gap-1.5"
      title={t(`events.severity.${level === 'info' ? 'info' : (level as 'warning')}`)}
    >
      <StatusIcon level={level} />
      <span className="sr-only">{t(`level.${level}`)}: </span>
      <span className={`truncate font-medium ${level === 'info' ? '' : levelColour(level)}`}>{t(kindKey(kind))}</span>
    </span>
  );
}

function Vm({ event: { vmId, vm, vmKnown } }: { readonly event: ApiEvent }) {
  if (vmId === null) return <span className="text-muted">—</span>;
  const name = <GuestText text={vm ?? vmId} limit={60} />;
  if (!vmKnown) return <span className="text-muted">{name}</span>;
  return (
    <Link href={`/vms/${vmId}`} prefetch={false}>
      {name}
    </Link>
  );
}

function Facts({ event }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  const facts = eventFacts(event, t.locale);
  return (
    <span className="text-muted">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of an event never change places
        <span key={index}>
          {index > 0 && ' · '}
          {'text' in fact ? <GuestText text={fact.text} limit={120} /> : <bdi>{t.message(fact.message)}</bdi>}
        </span>
      ))}
    </span>
  );
}
