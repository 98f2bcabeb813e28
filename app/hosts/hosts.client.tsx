'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { worstHostsFirst } from '#lib/derive/worst-hosts-first.ts';
import type { ApiHost } from '#lib/model/api/hosts.ts';
import { hostSearch, useHostTable } from '../_components/host/host-columns.client.tsx';
import { useLabels } from '../_components/host/use-labels.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { FleetTable } from '../_components/table/fleet-table.client.tsx';
import { hostsQuery } from '../_queries/hosts.ts';

const noHosts: readonly ApiHost[] = [];
const idOf = (host: ApiHost) => host.host;

/** Every host of the fleet. */
export function Hosts() {
  const t = useTranslate();
  const hosts = useQuery(hostsQuery()).data?.hosts ?? noHosts;
  const items = useMemo(() => worstHostsFirst(hosts), [hosts]);
  const labels = useLabels(hosts.map((one) => [one.host, one] as const));
  const labelNames = useMemo(() => [...new Set([...labels.values()].flatMap((one) => Object.keys(one)))].toSorted(), [labels]);
  const { columns, facets } = useHostTable(labelNames);
  return (
    <FleetTable
      title={t('hosts.title')}
      caption={t('hosts.caption')}
      items={items}
      columns={columns}
      facets={facets}
      idOf={idOf}
      search={hostSearch}
      filterName={t('hosts.filter')}
      filterPlaceholder={t('hosts.filter.placeholder')}
      countText={(count, all) => (count === all ? t('hosts.shown', { count }) : t('hosts.shownOf', { count, total: all }))}
      empty={(any) => t(any ? 'hosts.none' : 'overview.empty.body')}
      fileName="hvitals-hosts"
    />
  );
}
