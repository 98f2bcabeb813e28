'use client';

import { useMemo } from 'react';
import { missing } from '#lib/format/missing.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { hostWords, markWords, powerWords, type StripWords } from './strip-words.ts';
import type { Strip } from './to-strip.ts';

interface Line {
  readonly id: string;
  /** What it is sorted by. */
  readonly at: number;
  readonly words: StripWords;
}

/** Everything that is on the strip, newest first. */
export function StripTable({ strip }: { readonly strip: Strip }) {
  const t = useTranslate();
  const time = useChartTime();
  const lines = useMemo(() => {
    const writer = { t, time };
    return [
      ...strip.marks.map((mark): Line => ({ id: mark.id, at: mark.at, words: markWords(mark, writer) })),
      ...strip.power.map((span): Line => ({ id: `power ${span.from}`, at: span.from, words: powerWords(span, strip, writer) })),
      ...strip.hosts.map((span): Line => ({ id: `host ${span.from}`, at: span.from, words: hostWords(span, strip, writer) })),
    ].toSorted((a, b) => b.at - a.at);
  }, [strip, t, time]);
  const columns: readonly TableColumn<Line>[] = [
    {
      id: 'what',
      title: t('strip.table.what'),
      cell: ({ words }) => (
        <span className="inline-flex items-center gap-1.5">
          <StatusIcon level={words.level} />
          <bdi className="font-medium max-sm:whitespace-normal">{words.title}</bdi>
        </span>
      ),
      text: ({ words }) => words.title,
      width: 'w-80',
      phone: 'head',
    },
    {
      id: 'when',
      title: t('strip.table.when'),
      cell: ({ words }) => <span className="max-sm:whitespace-normal">{words.when}</span>,
      text: ({ words }) => words.when,
      width: 'w-96',
      phone: 'line',
    },
    {
      id: 'details',
      title: t('strip.table.details'),
      cell: ({ words }) => <bdi className="text-muted max-sm:whitespace-normal">{words.facts.join(' · ') || missing}</bdi>,
      text: ({ words }) => words.facts.join('; '),
      width: '',
      phone: 'line',
    },
  ];
  return <ShortTable caption={t('strip.table.caption')} columns={columns} items={lines} idOf={({ id }) => id} />;
}
