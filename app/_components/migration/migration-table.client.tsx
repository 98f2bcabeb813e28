'use client';

import { useMemo } from 'react';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { Beside } from '../clock/clock-cells.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { useNow } from '../time/now.client.tsx';
import {
  Blackout,
  MigrationNetwork,
  MigrationReason,
  MigrationResult,
  MigrationRoute,
  MigrationVm,
  NotKnown,
} from './migration-cells.client.tsx';
import { durationMs, type MigrationSort } from './sort-migrations.ts';

interface MigrationTableProps {
  readonly records: readonly ApiMigration[];
  /** Names of all targets. */
  readonly hosts: readonly string[];
  readonly sort?: MigrationSort | undefined;
  /** A click on a heading. */
  readonly onSort?: (id: string) => void;
}

const idOf = ({ id }: ApiMigration) => id;
const edgeOf = ({ result }: ApiMigration) => (result === 'failed' ? 'shadow-[inset_3px_0_var(--hv-critical)]' : '');

/** Migrations in the order given, all that is known of each. */
export function MigrationTable({ records, hosts, sort, onSort }: MigrationTableProps) {
  const t = useTranslate();
  const columns = useMemo(() => [...firstColumns(t, new Set(hosts)), ...lastColumns(t)], [t, hosts]);
  return (
    <ShortTable
      caption={t('migrations.list.caption')}
      columns={columns}
      items={records}
      idOf={idOf}
      rowClass={edgeOf}
      sort={sort}
      {...(onSort === undefined ? {} : { onSort })}
    />
  );
}

function firstColumns(t: Translate, targets: ReadonlySet<string>): readonly TableColumn<ApiMigration>[] {
  return [
    {
      id: 'vm',
      title: t('migration.vm'),
      cell: (record) => <MigrationVm record={record} />,
      text: ({ name, vmId }) => name ?? vmId,
      width: 'w-[12%]',
      phone: 'head',
    },
    {
      id: 'kind',
      title: t('migration.kind'),
      cell: ({ kind }) =>
        kind === 'unknown' ? (
          <NotKnown what="kind" />
        ) : (
          <span title={t(`migration.kind.${kind}`)}>{t(`migration.kind.${kind}`)}</span>
        ),
      text: ({ kind }) => kind,
      width: 'w-[12%]',
      phone: 'line',
    },
    {
      id: 'route',
      title: t('migration.route'),
      cell: (record) => (
        <Beside>
          <MigrationRoute record={record} targets={targets} />
        </Beside>
      ),
      text: ({ fromHost, toHost }) => `${fromHost ?? ''} ${toHost ?? ''}`,
      width: 'w-[15%]',
      phone: 'line',
    },
    {
      id: 'start',
      title: t('migration.start'),
      cell: ({ startedAt }) => (startedAt === undefined ? <NotKnown what="start" /> : <Start at={startedAt} />),
      text: ({ startedAt }) => startedAt ?? null,
      sort: ({ startedAt }) => startedAt,
      width: 'w-[12%]',
      phone: 'line',
    },
  ];
}

function lastColumns(t: Translate): readonly TableColumn<ApiMigration>[] {
  return [
    {
      id: 'duration',
      title: t('migration.duration'),
      cell: (record) => <Duration record={record} />,
      text: (record) => durationMs(record, record.at) ?? null,
      sort: (record) => durationMs(record, record.at),
      numeric: true,
      width: 'w-[8%]',
      phone: 'line',
    },
    {
      id: 'blackout',
      title: t('migration.blackout'),
      cell: (record) => <Blackout record={record} />,
      text: ({ blackoutSeconds }) => blackoutSeconds ?? null,
      sort: ({ blackoutSeconds }) => blackoutSeconds,
      numeric: true,
      width: 'w-[8%]',
      phone: 'line',
    },
    {
      id: 'network',
      title: t('migration.network'),
      cell: (record) => <MigrationNetwork record={record} />,
      text: ({ network }) => network,
      width: 'w-[13%]',
      phone: 'line',
    },
    {
      id: 'result',
      title: t('migration.result'),
      cell: (record) => <MigrationResult record={record} />,
      text: ({ result }) => result,
      width: 'w-[11%]',
      phone: 'corner',
    },
    {
      id: 'reason',
      title: t('migration.reason'),
      cell: (record) => (
        <Beside>
          <MigrationReason record={record} />
        </Beside>
      ),
      text: ({ reason }) => reason ?? null,
      width: '',
      phone: 'line',
    },
  ];
}

/** In few words, so that the time of day is in sight. */
function Start({ at }: { readonly at: number }) {
  const time = useChartTime();
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {time.moment(at, 1_000)}
    </time>
  );
}

/** How long it took; how long so far where it runs. */
function Duration({ record }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  const duration = durationMs(record, useNow());
  return duration === undefined ? <NotKnown what="duration" /> : formatDuration(duration, t.locale);
}
