'use client';

import type { ApiHost } from '#lib/model/api/hosts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import { useHostTable } from './host-columns.client.tsx';

const noLabels: readonly string[] = [];
const idOf = (host: ApiHost) => host.host;

/** Some hosts, in the order given: do they answer, what stands on them, how old is what we know. */
export function HostTable({ hosts }: { readonly hosts: readonly ApiHost[] }) {
  const t = useTranslate();
  const { columns } = useHostTable(noLabels);
  return <ShortTable caption={t('hosts.caption')} columns={columns} items={hosts} idOf={idOf} />;
}
