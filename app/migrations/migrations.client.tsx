'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { startTransition, useOptimistic } from 'react';
import type { ApiMigrations } from '#lib/model/api/migrations.ts';
import { everyMigration, migrationRanges, toMigrationParams } from '#lib/model/migration-filter.ts';
import { useChartTime } from '../_components/charts/use-chart-time.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Notice } from '../_components/layout/notice.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { MigrationFilters } from '../_components/migration/migration-filters.client.tsx';
import { MigrationLanes } from '../_components/migration/migration-lanes.client.tsx';
import { MigrationStats } from '../_components/migration/migration-stats.client.tsx';
import { MigrationTable } from '../_components/migration/migration-table.client.tsx';
import { nextSort, sortMigrations } from '../_components/migration/sort-migrations.ts';
import { useNow } from '../_components/time/now.client.tsx';
import { migrationsQuery } from '../_queries/migrations.ts';
import { type MigrationsWanted, parseMigrationsUrl, toMigrationsHref } from './search-params.ts';

/** How VMs went from host to host: numbers, hosts over time, and each migration with what is not known of it. */
export function Migrations() {
  const t = useTranslate();
  const router = useRouter();
  const wanted = parseMigrationsUrl(new URLSearchParams(useSearchParams().toString()));
  const { data, isError, isPlaceholderData } = useQuery(migrationsQuery(wanted.filter));
  const [chosen, setChosen] = useOptimistic(wanted);
  const go = (next: MigrationsWanted) =>
    startTransition(() => {
      setChosen(next);
      // By the router, and not by the browser's history alone: a choice that is made while the page wakes up must reach it too.
      router.push(toMigrationsHref(next), { scroll: false });
    });
  const heading = <PageHeading title={t('migrations.title')}>{t('migrations.intro')}</PageHeading>;
  if (data === undefined) {
    return (
      <>
        {heading}
        <Card>
          <StateNote kind={isError ? 'error' : 'loading'} />
        </Card>
      </>
    );
  }
  if (data.hosts.length === 0 && data.total === 0) {
    return (
      <Notice size="page" title={t('overview.empty.title')}>
        <p>{t('overview.empty.body')}</p>
        <p>{t('overview.empty.hint')}</p>
      </Notice>
    );
  }
  const { filter } = chosen;
  const isOld = isPlaceholderData || toMigrationsHref(chosen) !== toMigrationsHref(wanted);
  return (
    <>
      {heading}
      <MigrationFilters
        filter={filter}
        sort={chosen.sort}
        hosts={data.hosts}
        vmName={data.records.find(({ vmId }) => vmId === filter.vm)?.name ?? undefined}
        onFilter={(next) => go({ ...chosen, filter: next })}
        onSort={(sort) => go({ ...chosen, sort })}
      />
      <div className={`space-y-4 ${isOld ? 'opacity-60' : ''}`} aria-busy={isOld}>
        <MigrationsShown data={data} wanted={chosen} onSort={(id) => go({ ...chosen, sort: nextSort(chosen.sort, id) })} />
      </div>
    </>
  );
}

interface MigrationsShownProps {
  readonly data: ApiMigrations;
  readonly wanted: MigrationsWanted;
  readonly onSort: (id: string) => void;
}

function MigrationsShown({ data, wanted: { filter, sort }, onSort }: MigrationsShownProps) {
  const t = useTranslate();
  const now = useNow();
  const time = useChartTime();
  const { records, total, hosts, range, completeFrom } = data;
  const isNarrow = toMigrationParams({ ...filter, range: everyMigration.range }).size > 0;
  if (records.length === 0) {
    return (
      <Card>
        <StateNote kind="empty">{t(isNarrow ? 'migrations.none.filtered' : 'migrations.none')}</StateNote>
      </Card>
    );
  }
  const shown = records.length;
  const aside = total > shown ? t('migrations.list.some', { shown, count: total }) : t('migrations.list.all', { count: total });
  return (
    <>
      <MigrationStats records={records} />
      <Card title={t('migrations.lanes')} aside={t('migrations.lanes.aside')} testId="migration-lanes">
        <MigrationLanes records={records} spanMs={migrationRanges[range]} />
      </Card>
      <Card title={t('migrations.list')} aside={aside}>
        <MigrationTable records={sortMigrations(records, sort, now)} hosts={hosts} sort={sort} onSort={onSort} />
        {completeFrom !== null && (
          <p className="border-line border-t px-4 py-2 text-warning">
            {t('migrations.cut', { at: time.moment(completeFrom, 60_000) })}
          </p>
        )}
      </Card>
    </>
  );
}
