'use client';

import { useMemo } from 'react';
import { formatMagnitude } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import { naturalKey, type TableColumn } from '../table/table-column.ts';
import { ReadingAge } from '../time/age.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { Beside, ClockFindings, RestsOn } from './clock-cells.client.tsx';
import { HostOffset } from './host-offset.client.tsx';
import { OffsetAxis } from './offset-band.client.tsx';

type Row = ApiClocks['hosts'][number];
const idOf = ({ host }: Row) => host;
const edgeOf = ({ findings }: Row) => (findings.length > 0 ? 'shadow-[inset_3px_0_var(--hv-warning)]' : '');

/** Clocks of hosts in the order given: how far off, how sure that is, and against what. */
export function ClockHostTable({ hosts }: { readonly hosts: readonly Row[] }) {
  const t = useTranslate();
  const columns = useMemo(() => hostColumns(t), [t]);
  return <ShortTable caption={t('clocks.hosts.caption')} columns={columns} items={hosts} idOf={idOf} rowClass={edgeOf} />;
}

function hostColumns(t: Translate): readonly TableColumn<Row>[] {
  return [
    {
      id: 'host',
      title: t('clock.host'),
      cell: ({ host }) => (
        <span className="font-medium">
          <HostLink host={host} />
        </span>
      ),
      text: ({ host }) => host,
      sort: ({ host }) => naturalKey(host),
      width: 'w-[9%]',
      phone: 'head',
    },
    {
      id: 'vsNtp',
      title: t('clock.vsNtp'),
      heading: <OffsetAxis title={t('clock.vsNtp')} />,
      cell: (row) => <HostOffset clock={row.clock} freshness={row.freshness} />,
      text: ({ clock }) => clock?.vsNtp?.seconds ?? null,
      width: 'w-[30%]',
      phone: 'line',
    },
    {
      id: 'server',
      title: t('clock.rests'),
      cell: ({ clock }) =>
        clock === null ? (
          <Missing />
        ) : (
          <Beside>
            <RestsOn clock={clock} />
          </Beside>
        ),
      text: ({ clock }) => clock?.server ?? null,
      width: 'w-[25%]',
      phone: 'line',
    },
    {
      id: 'w32time',
      title: t('clock.w32time'),
      cell: ({ clock }) => <Magnitude seconds={clock?.magnitudeSeconds ?? null} t={t} />,
      text: ({ clock }) => clock?.magnitudeSeconds ?? null,
      width: 'w-44',
      phone: 'line',
    },
    {
      id: 'resolution',
      title: t('clock.resolution'),
      cell: ({ clock }) => (
        <span className="text-muted" title={t('clock.resolution.title')}>
          {formatMagnitude(clock?.resolutionSeconds, t.locale)}
        </span>
      ),
      text: ({ clock }) => clock?.resolutionSeconds ?? null,
      numeric: true,
      width: 'w-24',
    },
    ...lastColumns(t),
  ];
}

function lastColumns(t: Translate): readonly TableColumn<Row>[] {
  return [
    {
      id: 'known',
      title: t('clock.known'),
      cell: ({ knownVms, vms }) => t('clock.knownOf', { known: knownVms, total: vms }),
      text: ({ knownVms }) => knownVms,
      numeric: true,
      width: 'w-26',
      phone: 'line',
    },
    {
      id: 'findings',
      title: t('findings.title'),
      cell: ({ findings }) => <ClockFindings codes={findings} />,
      text: ({ findings }) => findings.join(' '),
      width: 'w-[14%]',
      phone: 'line',
    },
    {
      id: 'age',
      title: t('clock.age'),
      cell: ({ freshness }) => <ReadingAge freshness={freshness} short />,
      text: ({ freshness }) => freshness.readAt,
      numeric: true,
      width: 'w-40',
      phone: 'corner',
    },
  ];
}

function Missing() {
  return <span className="text-muted">{missing}</span>;
}

/** W32Time's own estimate, which has no sign. */
function Magnitude({ seconds, t }: { readonly seconds: number | null; readonly t: Translate }) {
  if (seconds === null) return <Missing />;
  return (
    <span className="text-muted" title={t('clock.w32time.title')}>
      {t('clock.w32time.value', { value: formatMagnitude(seconds, t.locale) })}
    </span>
  );
}
