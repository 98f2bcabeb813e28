'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { applyPackedVms, type VmList } from '#lib/derive/vm-list.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import type { PackedVms } from '#lib/model/pack-vms.ts';
import { useLabels } from '../_components/host/use-labels.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { FleetTable } from '../_components/table/fleet-table.client.tsx';
import { useVmTable, vmEdge, vmSearch } from '../_components/vm/vm-columns.client.tsx';
import { runAtOnce } from '../_queries/run-in-slices.ts';
import { vmsQuery } from '../_queries/vms.ts';

interface VmsProps {
  /** The beginning of the list, for the first paint; a short list is all of it. */
  readonly beginning: PackedVms;
  readonly total: number;
}

const noHosts: VmList['hosts'] = new Map();
const noVms: readonly ApiVm[] = [];
const idOf = (vm: ApiVm) => vm.vmId;

/** Every VM of the fleet. */
export function Vms({ beginning, total }: VmsProps) {
  const t = useTranslate();
  const first = useMemo(() => runAtOnce(applyPackedVms(undefined, beginning)), [beginning]);
  const initialData = () => (first?.vms.length === total ? first : undefined);
  const { data, isError } = useQuery({ ...vmsQuery(), initialData });
  const list = data ?? first;
  const labels = useLabels(list?.hosts ?? noHosts);
  const { columns, facets } = useVmTable(labels);
  const search = useMemo(() => vmSearch(labels), [labels]);
  return (
    <FleetTable
      title={t('vms.title')}
      caption={t('vms.caption')}
      items={list?.vms ?? noVms}
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
