'use client';

import { formatBytes } from '#lib/format/format-bytes.ts';
import { missing } from '#lib/format/missing.ts';
import type { BeaconDisk, BeaconFilesystem } from '#lib/model/readings/beacon.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { GuestText } from '../text/guest-text.client.tsx';

/** Disks as the guest's kernel sees them, with the place that Hyper-V knows them by. */
export function BeaconDisks({ disks }: { readonly disks: readonly BeaconDisk[] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'device', title: t('beacon.disk.device'), className: 'w-1/4 whitespace-normal' },
    { id: 'size', title: t('beacon.disk.size'), numeric: true, className: 'w-24' },
    { id: 'place', title: t('beacon.disk.place'), className: 'whitespace-normal' },
  ];
  return (
    <Part title={t('beacon.disks')}>
      {disks.length === 0 ? (
        <p className="px-4 pb-3 text-muted">{t('beacon.disks.none')}</p>
      ) : (
        <DataTable caption={t('beacon.disks')} columns={columns}>
          {disks.map((disk, index) => (
            <DataRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a guest may name two disks alike, and the order is its own
              key={index}
              columns={columns}
              cells={[
                <Mono key="device" text={disk.device} />,
                formatBytes(disk.sizeBytes, t.locale),
                <Place key="place" disk={disk} />,
              ]}
            />
          ))}
        </DataTable>
      )}
    </Part>
  );
}

function Place({ disk: { controllerId, lun } }: { readonly disk: BeaconDisk }) {
  const t = useTranslate();
  if (controllerId === undefined) return <span className="text-muted">{t('beacon.disk.ide')}</span>;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <code className="font-mono text-muted text-xs">
        <GuestText text={controllerId} limit={40} />
      </code>
      {lun !== undefined && <span className="whitespace-nowrap">{t('beacon.disk.lun', { lun })}</span>}
    </span>
  );
}

/** Filesystems of the guest and how full they are. */
export function BeaconFilesystems({ filesystems }: { readonly filesystems: readonly BeaconFilesystem[] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'mount', title: t('beacon.fs.mount'), className: 'w-1/4 whitespace-normal' },
    { id: 'used', title: t('beacon.fs.used'), className: 'min-w-52' },
    { id: 'type', title: t('beacon.fs.type'), className: 'whitespace-normal' },
    { id: 'disk', title: t('beacon.fs.disk'), className: 'whitespace-normal' },
  ];
  return (
    <Part title={t('beacon.filesystems')}>
      {filesystems.length === 0 ? (
        <p className="px-4 pb-3 text-muted">{t('beacon.filesystems.none')}</p>
      ) : (
        <DataTable caption={t('beacon.filesystems')} columns={columns}>
          {filesystems.map((fs, index) => (
            <DataRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a guest may name two filesystems alike, and the order is its own
              key={index}
              columns={columns}
              cells={[
                <Mono key="mount" text={fs.mount} />,
                <Used key="used" fs={fs} />,
                fs.type === undefined ? missing : <GuestText key="type" text={fs.type} limit={40} />,
                <Mono key="disk" text={fs.disk ?? fs.device} />,
              ]}
            />
          ))}
        </DataTable>
      )}
    </Part>
  );
}

/** How full a filesystem is: a bar, and the same in words. */
function Used({ fs: { sizeBytes, usedBytes } }: { readonly fs: BeaconFilesystem }) {
  const t = useTranslate();
  const size = formatBytes(sizeBytes, t.locale);
  if (usedBytes === undefined || sizeBytes === 0) return <span className="text-muted">{t('beacon.fs.sizeOnly', { size })}</span>;
  const share = Math.min(1, usedBytes / sizeBytes);
  // 99.7 % is not yet full, and must not look so.
  const percent = new Intl.NumberFormat(t.locale, { style: 'percent', roundingMode: 'floor' }).format(share);
  return (
    <span className="flex items-center gap-2.5">
      <svg className="h-2 w-24 shrink-0 rounded-sm bg-raised ring-1 ring-line-strong" aria-hidden="true" focusable="false">
        <rect width={`${(share * 100).toFixed(1)}%`} height="100%" className="fill-accent/70" />
      </svg>
      <span className="whitespace-nowrap">{t('beacon.fs.usedOf', { percent, size })}</span>
    </span>
  );
}

function Mono({ text }: { readonly text: string }) {
  return (
    <span className="font-mono text-xs">
      <GuestText text={text} limit={64} />
    </span>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="border-line border-t">
      <h3 className="px-4 pt-2.5 pb-1.5 font-medium">{title}</h3>
      {children}
    </section>
  );
}
