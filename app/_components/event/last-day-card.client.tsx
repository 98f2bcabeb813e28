'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import { eventsQuery } from '#app/_queries/events.ts';
import { type LastDayLine, type LastDayPart, lastDayLimits, lastDayWanted, selectLastDay } from '#app/events/last-day.ts';
import { toEventsHref } from '#app/events/search-params.ts';
import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { Age } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { EventSeverity } from './event-cells.client.tsx';
import { toColumns } from './event-table.client.tsx';

type GapLine = Extract<LastDayLine, { readonly gaps: number }>;

/** What of the last 24 hours an operator wants to know: crashes, turn-offs, migrations, gaps in event logs. */
export function LastDayCard() {
  const t = useTranslate();
  const [trouble, migrations, gaps] = [usePart('trouble'), usePart('migrations'), usePart('gaps')];
  const all = <Link href={toEventsHref({ range: '24h' })}>{t('events.all')}</Link>;
  const isRead = trouble.data !== undefined && migrations.data !== undefined && gaps.data !== undefined;
  return (
    <Card title={t('events.lastDay')} aside={all} testId="last-day">
      {isRead ? (
        <LastDayLines lines={selectLastDay({ trouble: trouble.data, migrations: migrations.data, gaps: gaps.data })} />
      ) : (
        <StateNote kind={trouble.isError || migrations.isError || gaps.isError ? 'error' : 'loading'} />
      )}
    </Card>
  );
}

function usePart(part: LastDayPart) {
  return useQuery(eventsQuery(lastDayWanted[part], lastDayLimits[part]));
}

/** The lines as a table; where there are none it says what there would have been. */
export function LastDayLines({ lines }: { readonly lines: readonly LastDayLine[] }) {
  const t = useTranslate();
  const columns = useMemo(
    () =>
      toColumns(t).map(
        (column): TableColumn<LastDayLine> => ({
          id: column.id,
          title: column.title,
          width: column.width,
          cell: (one) => ('event' in one ? column.cell(one.event) : <GapCell line={one} column={column.id} />),
          text: () => '',
          ...(column.numeric === undefined ? {} : { numeric: column.numeric }),
          ...(column.phone === undefined ? {} : { phone: column.phone }),
        }),
      ),
    [t],
  );
  if (lines.length === 0) return <p className="px-4 py-4 text-muted">{t('events.lastDay.none')}</p>;
  return (
    <ShortTable
      caption={t('events.lastDay')}
      columns={columns}
      items={lines}
      idOf={(one) => ('event' in one ? String(one.event.id) : 'gaps')}
    />
  );
}

function GapCell({ line, column }: { readonly line: GapLine; readonly column: string }): ReactNode {
  const t = useTranslate();
  const { gaps, isMore, at, hosts } = line;
  switch (column) {
    case 'when':
      return <LocalTime at={at} />;
    case 'what':
      return (
        <Link href={toEventsHref({ groups: ['log'], range: '24h' })} className="font-medium text-warning">
          {t(isMore ? 'events.lastDay.manyGaps' : 'events.lastDay.gaps', { count: gaps })}
        </Link>
      );
    case 'severity':
      return <EventSeverity severity="warning" />;
    case 'host':
      return <GapHosts hosts={hosts} />;
    case 'age':
      return (
        <span className="text-muted">
          <Age at={at} />
        </span>
      );
    default:
      return <span className="text-muted">{missing}</span>;
  }
}

function GapHosts({ hosts }: { readonly hosts: readonly string[] }) {
  const t = useTranslate();
  const [only] = hosts;
  return hosts.length === 1 && only !== undefined ? <HostLink host={only} /> : t('events.lastDay.hosts', { count: hosts.length });
}
