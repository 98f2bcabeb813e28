'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { isStale } from '#lib/derive/freshness.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiClocks, ApiHostClock } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { Beside, ClockFindings, formatDrift, KeptBy, SaidAge } from './clock-cells.client.tsx';
import type { ClockVmRow } from './clock-numbers.ts';
import { OffsetAxis, OffsetBand } from './offset-band.client.tsx';
import { ReferenceChain } from './reference-chain.client.tsx';
import { saidAtByNtp } from './said-at.ts';

interface ClockVmTableProps {
  readonly rows: readonly ClockVmRow[];
  readonly hosts: ApiClocks['hosts'];
}

interface Row extends ClockVmRow {
  readonly hostClock: ApiHostClock | null;
}

const idOf = ({ vmId }: Row) => vmId;
const edgeOf = ({ findings }: Row) => (findings.length > 0 ? 'shadow-[inset_3px_0_var(--hv-warning)]' : '');

/** Clocks of VMs in the order given: how far off against NTP and against the host, who keeps them, and what they follow. */
export function ClockVmTable({ rows, hosts }: ClockVmTableProps) {
  const t = useTranslate();
  const columns = useMemo(() => vmColumns(t), [t]);
  const items = useMemo(() => {
    const clocks = new Map(hosts.map(({ host, clock }) => [host, clock]));
    return rows.map((row): Row => ({ ...row, hostClock: clocks.get(row.host) ?? null }));
  }, [rows, hosts]);
  return <ShortTable caption={t('clocks.vms.caption')} columns={columns} items={items} idOf={idOf} rowClass={edgeOf} />;
}

function vmColumns(t: Translate): readonly TableColumn<Row>[] {
  return [
    {
      id: 'vm',
      title: t('clock.vm'),
      cell: (row) => <VmAndHost row={row} />,
      text: ({ name }) => name,
      width: 'w-[13%]',
      phone: 'head',
    },
    {
      id: 'vsNtp',
      title: t('clock.vsNtp'),
      heading: <OffsetAxis title={t('clock.vsNtp')} />,
      cell: (row) => <VmOffset row={row} against="vsNtp" />,
      text: ({ clock }) => clock.vsNtp?.seconds ?? null,
      width: 'w-[23%]',
      phone: 'line',
    },
    {
      id: 'vsHost',
      title: t('clock.vsHost'),
      heading: <OffsetAxis title={t('clock.vsHost')} />,
      cell: (row) => <VmOffset row={row} against="vsHost" />,
      text: ({ clock }) => clock.vsHost?.seconds ?? null,
      width: 'w-[23%]',
      phone: 'line',
    },
    ...lastColumns(t),
  ];
}

function lastColumns(t: Translate): readonly TableColumn<Row>[] {
  return [
    {
      id: 'chain',
      title: t('clock.chain'),
      cell: ({ clock, host, hostClock }) => (
        <Beside>
          <ReferenceChain clock={clock} host={host} hostClock={hostClock} />
          <span className="block truncate text-xs">
            <KeptBy clock={clock} />
          </span>
        </Beside>
      ),
      text: ({ clock }) => clock.source,
      width: 'w-[25%]',
      phone: 'line',
    },
    {
      id: 'drift',
      title: t('clock.drift'),
      cell: ({ clock }) => <span title={t('clock.drift.title')}>{formatDrift(clock.frequencyPpm, t)}</span>,
      text: ({ clock }) => clock.frequencyPpm,
      numeric: true,
      width: 'w-28',
    },
    {
      id: 'findings',
      title: t('findings.title'),
      cell: ({ findings }) => <ClockFindings codes={findings} />,
      text: ({ findings }) => findings.join(' '),
      width: 'w-[12%]',
      phone: 'line',
    },
    {
      id: 'age',
      title: t('clock.said'),
      cell: ({ clock, freshness, hostClock }) => (
        <SaidAge stale={clock.stale} at={saidAtByNtp(clock, hostClock)} freshness={freshness} />
      ),
      text: ({ clock }) => clock.saidAt,
      numeric: true,
      width: 'w-36',
      phone: 'corner',
    },
  ];
}

/** The name as the way to the VM's page, and below it the host. */
function VmAndHost({ row: { vmId, name, host } }: { readonly row: Row }) {
  return (
    <span className="block py-1">
      <Link href={`/vms/${vmId}`} prefetch={false} className="block truncate font-medium">
        <GuestText text={name} limit={100} />
      </Link>
      <span className="block truncate font-normal text-muted text-xs">
        <HostLink host={host} />
      </span>
    </span>
  );
}

/** Grey where the beacon stands still or its reading is old. */
function VmOffset({ row, against }: { readonly row: Row; readonly against: 'vsNtp' | 'vsHost' }) {
  const now = useNow();
  return <OffsetBand offset={row.clock[against]} stale={row.clock.stale || isStale(row.freshness, now)} />;
}
