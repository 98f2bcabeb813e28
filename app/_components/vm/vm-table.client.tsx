'use client';

import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import { type LabelsByHost, useVmTable, vmEdge } from './vm-columns.client.tsx';

interface VmTableProps {
  readonly vms: readonly ApiVm[];
  readonly withHost?: boolean;
  readonly caption?: string;
}

const noLabels: LabelsByHost = new Map();
const idOf = (vm: ApiVm) => vm.vmId;

/** Some VMs with their four vital signs, in the order given. */
export function VmTable({ vms, withHost = true, caption }: VmTableProps) {
  const t = useTranslate();
  const { columns } = useVmTable(noLabels);
  return (
    <ShortTable
      caption={caption ?? t('vms.caption')}
      columns={columns.filter(({ id }) => withHost || id !== 'host')}
      items={vms}
      idOf={idOf}
      rowClass={vmEdge}
    />
  );
}
