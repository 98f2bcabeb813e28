'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { useLabels } from '../_components/host/use-labels.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { FleetTable } from '../_components/table/fleet-table.client.tsx';
import { useVmTable, vmEdge, vmSearch } from '../_components/vm/vm-columns.client.tsx';
import { targetsQuery } from '../_queries/targets.ts';
import { vmsQuery } from '../_queries/vms.ts';

interface VmsProps {
  /** The beginning of the list, for the first paint. */
  readonly first: readonly ApiVm[];
  readonly total: number;
}

const noTargets: readonly [] = [];
const idOf = (vm: ApiVm) => vm.vmId;

/** Every VM of the fleet. */
export function Vms({ first, total }: VmsProps) {
  const t = useTranslate();
  const { data, isError } = useQuery(vmsQuery());
  const labels = useLabels(useQuery(targetsQuery()).data?.targets ?? noTargets);
  const { columns, facets } = useVmTable(labels);
  const search = useMemo(() => vmSearch(labels), [labels]);
  return (
    <FleetTable
      title={t('vms.title')}
      caption={t('vms.caption')}
      items={data?.vms ?? first}
      total={data?.vms.length ?? total}
      columns={columns}
      facets={facets}
      idOf={idOf}
      search={search}
      rowClass={vmEdge}
      filterName={t('vms.filter')}
      filterPlaceholder={t('vms.filter.placeholder')}
      countText={(count, all) => (count === all ? t('vms.shown', { count }) : t('vms.shownOf', { count, total: all }))}
      isReading={data === undefined && !isError}
      empty={(any) => t(any ? 'vms.none' : 'vms.noneAtAll')}
      fileName="hvitals-vms"
    />
  );
}
