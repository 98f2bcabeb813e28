'use client';

import { useMemo } from 'react';
import { furthestBehind, neverRead, oldestReadAt } from '#lib/derive/freshness.ts';
import { levelRank } from '#lib/derive/vital-sign.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { missing } from '#lib/format/missing.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiHost } from '#lib/model/api/hosts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Sign } from '../status/sign.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { naturalKey, type TableColumn, type TableFacet } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { labelFacet, levelFacet } from '../vm/vm-columns.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { Labels, Transport } from './host-facts.client.tsx';
import { toFreshness } from './to-freshness.ts';

interface HostTableParts {
  readonly columns: readonly TableColumn<ApiHost>[];
  readonly facets: readonly TableFacet<ApiHost>[];
}

/** Columns and facets of the table of hosts. `labelNames` are the labels that targets have; stable as long as they are. */
export function useHostTable(labelNames: readonly string[]): HostTableParts {
  const t = useTranslate();
  return useMemo(() => ({ columns: hostColumns(t), facets: hostFacets(t, labelNames) }), [t, labelNames]);
}

/** Text in which a host is searched. */
export function hostSearch({ host, computerName, address, labels }: ApiHost): string {
  return [host, computerName ?? '', address ?? '', ...labelPairs(labels)].join('\n');
}

function hostFacets(t: Translate, labelNames: readonly string[]): readonly TableFacet<ApiHost>[] {
  return [
    levelFacet(t, (host) => host.sign.level),
    { id: 'transport', title: t('facet.transport'), value: (host) => host.transport, label: (value) => value },
    ...labelNames.map((name) => labelFacet<ApiHost>(name, (host) => host.labels[name])),
  ];
}

function hostColumns(t: Translate): readonly TableColumn<ApiHost>[] {
  const count = (value: number) => formatCount(value, t.locale);
  return [
    {
      id: 'name',
      title: t('hosts.name'),
      cell: (host) => (
        <span className="font-medium">
          <HostLink host={host.host} />
        </span>
      ),
      text: (host) => host.host,
      sort: (host) => naturalKey(host.host),
      width: 'w-[16%]',
      phone: 'head',
    },
    {
      id: 'sign',
      title: t('hosts.sign'),
      cell: (host) => <HostSign host={host} />,
      text: (host) => toVisibleString(t.message(host.sign.word as Message)),
      sort: (host) => levelRank(host.sign.level),
      width: 'w-[22%]',
      phone: 'line',
    },
    ...countColumns(t, count),
    {
      id: 'transport',
      title: t('hosts.transport'),
      cell: (host) => <Transport transport={host.transport} />,
      text: (host) => host.transport,
      sort: (host) => host.transport,
      width: 'w-[10%]',
    },
    {
      id: 'labels',
      title: t('hosts.labels'),
      cell: (host) => <Labels labels={host.labels} oneLine />,
      text: (host) => labelPairs(host.labels).join(' '),
      width: 'w-[18%]',
    },
    ...identityColumns(t),
    {
      id: 'age',
      title: t('hosts.read'),
      cell: (host) => <HostAge host={host} />,
      text: (host) => isoOrNull(oldestReadAt(host.scrapes.map(toFreshness))),
      sort: (host) => oldestReadAt(host.scrapes.map(toFreshness)) ?? undefined,
      numeric: true,
      width: 'w-44',
      phone: 'corner',
    },
  ];
}

function countColumns(t: Translate, count: (value: number) => string): readonly TableColumn<ApiHost>[] {
  const numeric = { numeric: true, width: 'w-24' } as const;
  return [
    {
      ...numeric,
      id: 'vms',
      title: t('hosts.vms'),
      cell: ({ vms }) => count(vms.total),
      text: ({ vms }) => vms.total,
      sort: ({ vms }) => vms.total,
      phone: 'line',
    },
    {
      ...numeric,
      id: 'running',
      title: t('overview.running'),
      cell: ({ vms }) => count(vms.running),
      text: ({ vms }) => vms.running,
      sort: ({ vms }) => vms.running,
    },
    {
      ...numeric,
      id: 'broken',
      title: t('hosts.broken'),
      cell: ({ vms }) => <Broken vms={vms} />,
      text: ({ vms }) => vms.broken,
      sort: ({ vms }) => vms.broken,
      phone: 'line',
    },
  ];
}

function identityColumns(t: Translate): readonly TableColumn<ApiHost>[] {
  const text = (value: string | null) => (value === null ? missing : <GuestText text={value} limit={100} />);
  return [
    {
      id: 'address',
      title: t('hosts.address'),
      cell: ({ address }) => text(address),
      text: ({ address }) => address,
      sort: ({ address }) => address ?? undefined,
      width: 'w-[14%]',
      unusual: true,
    },
    {
      id: 'computerName',
      title: t('hosts.computerName'),
      cell: ({ computerName }) => text(computerName),
      text: ({ computerName }) => computerName,
      sort: ({ computerName }) => computerName ?? undefined,
      width: 'w-[14%]',
      unusual: true,
    },
  ];
}

function labelPairs(labels: ApiHost['labels']): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The number of broken VMs with the shape of the worst. */
export function Broken({ vms }: { readonly vms: ApiHost['vms'] }) {
  const t = useTranslate();
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      {vms.broken > 0 && <StatusIcon level={vms.worst} />}
      {formatCount(vms.broken, t.locale)}
    </span>
  );
}

/** The sign of a host with the age of what is furthest behind. */
function HostSign({ host }: { readonly host: ApiHost }) {
  return <Sign sign={host.sign} freshness={furthestBehind(host.scrapes.map(toFreshness), useNow()) ?? neverRead} />;
}

function HostAge({ host }: { readonly host: ApiHost }) {
  return <ReadingAge freshness={furthestBehind(host.scrapes.map(toFreshness), useNow()) ?? neverRead} short />;
}
