'use client';

import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { clockNumbers } from './clock-numbers.ts';
import { ClockVmTable } from './clock-vm-table.client.tsx';

/** The VMs that are furthest off, how many there are in all, or that none has said anything. */
export function ClockVms({ clocks }: { readonly clocks: ApiClocks }) {
  const t = useTranslate();
  const { rows, known } = clocks.vms;
  const { unlisted } = clockNumbers(clocks);
  const aside =
    unlisted > 0 ? t('clocks.vms.some', { shown: known - unlisted, count: known }) : t('clocks.vms.all', { count: known });
  return (
    <Card title={t('clocks.vms')} aside={rows.length > 0 ? aside : undefined}>
      {rows.length === 0 ? (
        <StateNote kind="empty">{t('clocks.vms.none')}</StateNote>
      ) : (
        <ClockVmTable rows={rows} hosts={clocks.hosts} />
      )}
      {unlisted > 0 && <p className="border-line border-t px-4 py-2 text-muted">{t('clocks.vms.more', { count: unlisted })}</p>}
    </Card>
  );
}
