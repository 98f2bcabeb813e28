'use client';

import { useMemo } from 'react';
import { furthestBehind, neverRead, oldestReadAt } from '#lib/derive/freshness.ts';
import { type Level, levelRank, levels, type SignName, signNames } from '#lib/derive/vital-sign.ts';
import { isFindingCode, severities, severityOf } from '#lib/findings/finding.ts';
import { describeCode } from '#lib/format/describe-code.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { FindingName } from '../finding/finding-name.client.tsx';
import { VmFindings } from '../finding/vm-findings.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Sign } from '../status/sign.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { naturalKey, type TableColumn, type TableFacet } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink, VmName } from './vm-links.client.tsx';

/** host → labels of its target. */
export type LabelsByHost = ReadonlyMap<string, Readonly<Record<string, string>>>;

interface VmTableParts {
  readonly columns: readonly TableColumn<ApiVm>[];
  readonly facets: readonly TableFacet<ApiVm>[];
}

/** Columns and facets of the table of all VMs. Stable as long as the language and the labels are. */
export function useVmTable(labels: LabelsByHost): VmTableParts {
  const t = useTranslate();
  return useMemo(() => ({ columns: vmColumns(t, labels), facets: vmFacets(t, labels) }), [t, labels]);
}

/** Text in which a VM is searched: name, host, id, addresses and the labels of its host. */
export function vmSearch(labels: LabelsByHost): (vm: ApiVm) => string {
  return (vm) => {
    const pairs = Object.entries(labels.get(vm.host) ?? {}).map(([name, value]) => `${name}=${value}`);
    return [vm.name, vm.host, vm.vmId, ...vm.addresses, ...pairs].join('\n');
  };
}

/** Class of a VM's row: an edge in the colour of what is broken. */
export function vmEdge({ level }: ApiVm): string {
  if (level === 'critical') return 'shadow-[inset_3px_0_var(--hv-critical)]';
  return level === 'warning' ? 'shadow-[inset_3px_0_var(--hv-warning)]' : '';
}

function vmColumns(t: Translate, labels: LabelsByHost): readonly TableColumn<ApiVm>[] {
  return [
    {
      id: 'name',
      title: t('vms.name'),
      cell: (vm) => <VmName vm={vm} />,
      text: (vm) => vm.name,
      sort: (vm) => naturalKey(vm.name),
      width: 'w-[17%]',
      phone: 'head',
    },
    {
      id: 'host',
      title: t('vms.host'),
      cell: (vm) => <HostLink host={vm.host} />,
      text: (vm) => vm.host,
      sort: (vm) => naturalKey(vm.host),
      width: 'w-[10%]',
      phone: 'line',
    },
    {
      id: 'findings',
      title: t('findings.title'),
      cell: (vm) => <VmFindings codes={vm.findings} />,
      text: (vm) => vm.findings.join(' '),
      sort: findingsRank,
      width: 'w-[16%]',
      phone: 'line',
    },
    ...signNames.map((name) => signColumn(name, t)),
    {
      id: 'addresses',
      title: t('vms.addresses'),
      cell: (vm) => <GuestText text={vm.addresses.join(', ')} limit={200} />,
      text: (vm) => vm.addresses.join(' '),
      width: 'w-[18%]',
      unusual: true,
    },
    {
      id: 'labels',
      title: t('hosts.labels'),
      cell: (vm) => <bdi className="text-muted">{labelText(labels, vm)}</bdi>,
      text: (vm) => labelText(labels, vm),
      width: 'w-[16%]',
      unusual: true,
    },
    {
      id: 'id',
      title: t('vms.id'),
      cell: (vm) => <code className="font-mono text-muted text-xs">{vm.vmId}</code>,
      text: (vm) => vm.vmId,
      width: 'w-80',
      unusual: true,
    },
    {
      id: 'age',
      title: t('vms.age'),
      cell: (vm) => <VmAge vm={vm} />,
      text: (vm) => isoOrNull(oldestReadAt(signNames.map((name) => vm.signs[name].freshness))),
      sort: (vm) => oldestReadAt(signNames.map((name) => vm.signs[name].freshness)) ?? undefined,
      numeric: true,
      width: 'w-44',
      phone: 'corner',
    },
  ];
}

const signWidths: Readonly<Record<SignName, string>> = {
  power: 'w-[14%]',
  heartbeat: 'w-[17%]',
  services: 'w-[20%]',
  kvp: 'w-[17%]',
};

/** Worst first, then the most; VMs without findings last. */
function findingsRank({ findings: [worst, ...others] }: ApiVm): number | undefined {
  return worst === undefined ? undefined : severities.indexOf(severityOf[worst]) * 100 - others.length;
}

function signColumn(name: SignName, t: Translate): TableColumn<ApiVm> {
  return {
    id: name,
    title: t(`sign.${name}`),
    cell: (vm) => <Sign sign={vm.signs[name]} freshness={vm.signs[name].freshness} />,
    text: (vm) =>
      [toVisibleString(t.message(vm.signs[name].word as Message)), vm.signs[name].guestText].filter(Boolean).join(' '),
    sort: (vm) => levelRank(vm.signs[name].level),
    width: signWidths[name],
    phone: 'line',
  };
}

function vmFacets(t: Translate, labels: LabelsByHost): readonly TableFacet<ApiVm>[] {
  const names = [...new Set([...labels.values()].flatMap((one) => Object.keys(one)))].toSorted();
  return [
    levelFacet(t, (vm) => vm.level),
    {
      id: 'finding',
      title: t('findings.title'),
      value: (vm) => vm.findings,
      label: (code) => (isFindingCode(code) ? <FindingName code={code} severity={severityOf[code]} /> : code),
    },
    {
      id: 'state',
      title: t('facet.state'),
      value: (vm) => (vm.state === null ? undefined : String(vm.state)),
      label: (value) => t.message(describeCode('state', Number(value))),
    },
    { id: 'host', title: t('facet.host'), value: (vm) => vm.host, label: (value) => <bdi>{value}</bdi>, order: byNaturalKey },
    ...names.map((name) => labelFacet<ApiVm>(name, (vm) => labels.get(vm.host)?.[name])),
  ];
}

/** The facet of verdicts, worst first. */
export function levelFacet<Row>(t: Translate, levelOf: (row: Row) => Level): TableFacet<Row> {
  const known = (value: string): Level => levels.find((level) => level === value) ?? 'unknown';
  return {
    id: 'level',
    title: t('facet.level'),
    value: levelOf,
    label: (value) => (
      <span className="inline-flex items-center gap-1.5">
        <StatusIcon level={known(value)} />
        {t(`level.${known(value)}`)}
      </span>
    ),
    order: (a, b) => levelRank(known(a)) - levelRank(known(b)),
  };
}

/** The facet of one label of targets, `label.site` in the URL. */
export function labelFacet<Row>(name: string, value: (row: Row) => string | undefined): TableFacet<Row> {
  return { id: `label.${name}`, title: name, value, label: (one) => <bdi>{one}</bdi>, order: byNaturalKey };
}

export function byNaturalKey(a: string, b: string): number {
  const [left, right] = [naturalKey(a), naturalKey(b)];
  return left < right ? -1 : Number(left > right);
}

function labelText(labels: LabelsByHost, vm: ApiVm): string {
  return Object.entries(labels.get(vm.host) ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The age of the reading that is furthest behind. */
export function VmAge({ vm }: { readonly vm: ApiVm }) {
  const now = useNow();
  const all = signNames.map((name) => vm.signs[name].freshness);
  return <ReadingAge freshness={furthestBehind(all, now) ?? neverRead} short />;
}
