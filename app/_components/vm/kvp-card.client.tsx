'use client';

import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { KvpBlock, KvpItem } from '#lib/model/readings/kvp.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';
import { PartAge } from './part-age.client.tsx';

// Said here and not imported: the list's own file brings the schemas along, which the browser does not need.
const blocks: readonly KvpBlock[] = ['intrinsic', 'guest', 'host'];

type Changes = ApiVmDetail['changes'];

/** What went over data exchange: from the guest's system, from software in it, and from the host. All of it is guest-controlled text. */
export function KvpCard({ kvp, changes }: { readonly kvp: ApiVmDetail['kvp']; readonly changes: Changes }) {
  const t = useTranslate();
  return (
    <Card title={t('vm.kvp')} aside={<PartAge part={kvp} />}>
      {kvp === null ? (
        <StateNote kind="empty">{t('sign.noReading.detail')}</StateNote>
      ) : (
        blocks.map((block) => (
          <Block key={block} block={block} items={kvp.reading[block]} count={kvp.reading.counts?.[block]} changes={changes} />
        ))
      )}
    </Card>
  );
}

interface BlockProps {
  readonly block: KvpBlock;
  readonly items: readonly KvpItem[];
  /** The host's own count, where it differs. */
  readonly count: number | undefined;
  readonly changes: Changes;
}

function Block({ block, items, count, changes }: BlockProps) {
  const t = useTranslate();
  const shown = items.reduce((sum, item) => sum + 1 + (item.duplicates ?? 0), 0);
  const columns: readonly Column[] = [
    { id: 'key', title: t('vm.kvp.key'), className: 'w-2/5 whitespace-normal align-top sm:w-64' },
    { id: 'value', title: t('vm.kvp.value'), className: 'whitespace-normal align-top' },
    { id: 'changed', title: t('vm.kvp.changed'), numeric: true, className: 'w-20 align-top' },
  ];
  return (
    <details open={block !== 'host'} className="group border-line border-b last:border-b-0">
      <summary className="flex cursor-pointer items-baseline justify-between gap-3 px-4 py-2">
        <span className="font-medium">
          <span aria-hidden="true" className="mr-1.5 inline-block text-muted transition-transform group-open:rotate-90">
            {'›'}
          </span>
          {t(`vm.kvp.${block}`)}
        </span>
        <span className="text-muted text-xs">{t('vm.kvp.items', { count: count ?? shown })}</span>
      </summary>
      {items.length === 0 ? (
        <p className="px-4 pb-3 text-muted">{t('vm.kvp.none')}</p>
      ) : (
        <DataTable caption={t(`vm.kvp.${block}`)} columns={columns} className="table-fixed">
          {items.map((item) => (
            <DataRow
              key={item.key}
              columns={columns}
              cells={[
                <GuestText key="key" text={item.key} limit={120} />,
                <Value key="value" item={item} />,
                <Changed key="changed" changes={changes.filter((change) => change.what === `kvp.${block}.${item.key}`)} />,
              ]}
            />
          ))}
        </DataTable>
      )}
    </details>
  );
}

function Value({ item }: { readonly item: KvpItem }) {
  const t = useTranslate();
  return (
    <span className="font-mono text-xs">
      {item.value === '' ? <span className="font-sans text-muted">{t('text.empty')}</span> : <GuestText text={item.value} />}
      {item.truncated && <Mark>{t('vm.kvp.truncated')}</Mark>}
      {item.duplicates !== undefined && <Mark>{t('vm.kvp.duplicates', { count: item.duplicates })}</Mark>}
    </span>
  );
}

function Mark({ children }: { readonly children: string }) {
  return <span className="ml-2 rounded bg-raised px-1 font-sans text-muted ring-1 ring-line">{children}</span>;
}

function Changed({ changes }: { readonly changes: Changes }) {
  const t = useTranslate();
  const [newest] = changes;
  if (newest === undefined) return null;
  return (
    <span className="text-muted text-xs" title={t('vm.kvp.changedTimes', { count: changes.length })}>
      <Age at={newest.at} />
    </span>
  );
}
