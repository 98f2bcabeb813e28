'use client';

import Link from 'next/link';
import { furthestBehind, neverRead } from '#lib/derive/freshness.ts';
import { type SignName, signNames } from '#lib/derive/vital-sign.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { Sign } from '../status/sign.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';

interface VmTableProps {
  readonly vms: readonly ApiVm[];
  readonly withHost?: boolean;
  readonly caption?: string;
}

const widths: Readonly<Record<SignName, string>> = {
  power: 'w-[13%] max-w-52',
  heartbeat: 'w-[19%] max-w-72',
  services: 'w-[19%] max-w-72',
  kvp: 'w-[22%] max-w-80',
};

const edges: Readonly<Record<string, string>> = {
  critical: 'shadow-[inset_3px_0_var(--hv-critical)]',
  warning: 'shadow-[inset_3px_0_var(--hv-warning)]',
};

/** VMs with their four vital signs, in the order given. */
export function VmTable({ vms, withHost = true, caption }: VmTableProps) {
  const t = useTranslate();
  const now = useNow();
  const columns: readonly Column[] = [
    { id: 'name', title: t('vms.name'), className: 'min-w-40 max-w-80' },
    ...(withHost ? [{ id: 'host', title: t('vms.host') }] : []),
    ...signNames.map((name) => ({ id: name, title: t(`sign.${name}`), className: widths[name] })),
    { id: 'age', title: t('vms.age'), numeric: true },
  ];
  return (
    <DataTable caption={caption ?? t('vms.caption')} columns={columns}>
      {vms.map((vm) => (
        <DataRow
          key={vm.vmId}
          columns={columns}
          className={edges[vm.level] ?? ''}
          cells={[
            <VmName key="name" vm={vm} />,
            ...(withHost ? [<HostLink key="host" host={vm.host} />] : []),
            ...signNames.map((name) => <Sign key={name} sign={vm.signs[name]} freshness={vm.signs[name].freshness} />),
            <ReadingAge
              key="age"
              freshness={
                furthestBehind(
                  signNames.map((name) => vm.signs[name].freshness),
                  now,
                ) ?? neverRead
              }
              short
            />,
          ]}
        />
      ))}
    </DataTable>
  );
}

/** A VM's name as the way to its page, with the number of its copies. */
export function VmName({ vm }: { readonly vm: ApiVm }) {
  const t = useTranslate();
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link href={`/vms/${vm.vmId}`} prefetch={false} className="truncate font-medium">
        <GuestText text={vm.name} limit={100} />
      </Link>
      {vm.copies > 0 && <span className="shrink-0 text-muted text-xs">{t('vms.copies', { count: vm.copies })}</span>}
    </span>
  );
}

/** A host's name as the way to its page. */
export function HostLink({ host }: { readonly host: string }) {
  return (
    <Link href={`/hosts/${encodeURIComponent(host)}`} prefetch={false}>
      <bdi>{host}</bdi>
    </Link>
  );
}
