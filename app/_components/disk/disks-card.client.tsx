'use client';

import Link from 'next/link';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiDisk } from '#lib/model/api/disks.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { PartAge } from '../vm/part-age.client.tsx';
import { DiskFile, DiskPlace, FileSize, GuestSide, OnDisk, VirtualSize } from './disk-cells.client.tsx';

/** The disks of a VM, what the host offers beside what the guest makes of it. */
export function DisksCard({ disks }: { readonly disks: ApiVmDetail['disks'] }) {
  const t = useTranslate();
  return (
    <Card title={t('disks.title')} testId="disks" aside={<PartAge part={disks} />}>
      {disks === null && <StateNote kind="empty">{t('disks.notRead')}</StateNote>}
      {disks !== null && disks.disks.length === 0 && <StateNote kind="empty">{t('disks.none')}</StateNote>}
      {disks !== null && disks.disks.length > 0 && <Disks disks={disks} />}
    </Card>
  );
}

function Disks({ disks: { disks, leftOut, loose, guestSide } }: { readonly disks: NonNullable<ApiVmDetail['disks']> }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'place', title: t('disk.place'), className: 'whitespace-nowrap' },
    { id: 'file', title: t('disk.file'), className: 'min-w-56 whitespace-normal' },
    { id: 'virtual', title: t('disk.virtual'), numeric: true, className: 'w-24' },
    { id: 'size', title: t('disk.size'), className: 'min-w-44' },
    { id: 'guest', title: t('disk.guest'), className: 'whitespace-normal' },
    { id: 'filesystems', title: t('disk.filesystems'), className: 'whitespace-normal' },
  ];
  return (
    <>
      <DataTable caption={t('disks.caption')} columns={columns}>
        {disks.map((disk, index) => (
          <DataRow key={keyOf(disk, index)} columns={columns} cells={cellsOf(disk)} className="align-top" />
        ))}
      </DataTable>
      {guestSide !== 'current' && (
        <p className="border-line border-t px-4 py-2 text-muted">
          {t(guestSide === 'none' ? 'disks.noBeacon' : 'disks.beaconStale')}{' '}
          {guestSide === 'none' && (
            <Link href="/beacon" prefetch={false}>
              {t('clock.noBeacon.link')}
            </Link>
          )}
        </p>
      )}
      {loose.length > 0 && (
        <p className="wrap-anywhere border-line border-t px-4 py-2 text-muted">
          {t('disks.loose', { mounts: loose.map(({ mount }) => toVisibleString(mount)).join(', ') })}
        </p>
      )}
      {leftOut > 0 && <p className="border-line border-t px-4 py-2 text-muted">{t('disks.leftOut', { count: leftOut })}</p>}
    </>
  );
}

/** A place is named once as a rule; the order keeps two of one name apart. */
function keyOf({ host, guest }: ApiDisk, index: number): string {
  return `${host?.controllerId ?? host?.controller ?? guest?.device ?? ''} ${host?.location ?? ''} ${index}`;
}

function cellsOf(disk: ApiDisk) {
  return [
    <DiskPlace key="place" disk={disk} />,
    <DiskFile key="file" disk={disk} />,
    <VirtualSize key="virtual" disk={disk} />,
    <FileSize key="size" disk={disk} />,
    <GuestSide key="guest" disk={disk} />,
    <OnDisk key="filesystems" disk={disk} />,
  ];
}
