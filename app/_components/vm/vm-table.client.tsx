'use client';

import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import { type LabelsByHost, useVmTable, vmEdge } from './vm-columns.client.tsx';

interface VmTableProps {
  readonly vms: readonly ApiVm[];
  readonly withHost?: boolean;
  readonly caption?: string;
  /** True where a phone shows the first few alone. */
  readonly fewOnPhone?: boolean;
}

const noLabels: LabelsByHost = new Map();
const fewEdge = (vm: ApiVm) => `${vmEdge(vm)} max-sm:nth-[n+16]:hidden`;
const idOf = (vm: ApiVm) => vm.vmId;

/** Some VMs with their four vital signs, in the order given. */
export function VmTable({ vms, withHost = true, caption, fewOnPhone = false }: VmTableProps) {
  const t = useTranslate();
  const { columns } = useVmTable(noLabels);
  return (
    <ShortTable
      caption={caption ?? t('vms.caption')}
      columns={columns.filter(({ id }) => withHost || id !== 'host')}
      items={vms}
      idOf={idOf}
      rowClass={fewOnPhone ? fewEdge : vmEdge}
    />
  );
}
