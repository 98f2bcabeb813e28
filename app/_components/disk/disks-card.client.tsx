'use client';

import Link from 'next/link';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiDisk } from '#lib/model/api/disks.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
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
  return (
    <>
      <ul aria-label={t('disks.caption')} className="divide-y divide-line">
        {disks.map((disk, index) => (
          <DiskRow key={keyOf(disk, index)} disk={disk} />
        ))}
      </ul>
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

/** Paths, chains and filesystems need lines of their own: each disk is a row that breaks up where the page is narrow. */
function DiskRow({ disk }: { readonly disk: ApiDisk }) {
  const t = useTranslate();
  const cells = [
    { label: t('disk.place'), cell: <DiskPlace disk={disk} />, className: '' },
    { label: t('disk.file'), cell: <DiskFile disk={disk} />, className: 'max-md:order-first max-md:col-span-2' },
    { label: t('disk.virtual'), cell: <VirtualSize disk={disk} />, className: '' },
    { label: t('disk.size'), cell: <FileSize disk={disk} />, className: '' },
    { label: t('disk.guest'), cell: <GuestSide disk={disk} />, className: '' },
    { label: t('disk.filesystems'), cell: <OnDisk disk={disk} />, className: '' },
  ];
  return (
    <li className="px-4 py-2 hover:bg-raised">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 md:grid-cols-[4.5rem_minmax(0,2.2fr)_minmax(4.5rem,0.7fr)_minmax(0,1.5fr)_minmax(0,1.2fr)_minmax(0,1fr)]">
        {cells.map(({ label, cell, className }) => (
          <div key={label} className={`min-w-0 ${className}`}>
            <dt className="text-2xs text-muted">{label}</dt>
            <dd>{cell}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

/** A place is named once as a rule; the order keeps two of one name apart. */
function keyOf({ host, guest }: ApiDisk, index: number): string {
  return `${host?.controllerId ?? host?.controller ?? guest?.device ?? ''} ${host?.location ?? ''} ${index}`;
}
