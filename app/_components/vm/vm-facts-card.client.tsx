'use client';

import type { ReactNode } from 'react';
import { describeCodeWithNumber, describeState } from '#lib/format/describe-code.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { Facts } from '../layout/facts.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { PartAge } from './part-age.client.tsx';

/** What the host says about the VM itself. */
export function VmFactsCard({ detail }: { readonly detail: ApiVmDetail }) {
  const t = useTranslate();
  const part = detail.reading;
  return (
    <Card title={t('vm.facts')} aside={<PartAge part={part} />}>
      {part === null ? (
        <StateNote kind="empty">{t('sign.noReading.detail')}</StateNote>
      ) : (
        <Facts rows={[...stateRows(part.reading, t), ...identityRows(part.reading, t)]} />
      )}
    </Card>
  );
}

type Reading = NonNullable<ApiVmDetail['reading']>['reading'];
interface Row {
  readonly label: string;
  readonly value: ReactNode;
}

function stateRows(reading: Reading, t: Translate): readonly Row[] {
  const [status, operation] = reading.operationalStatus;
  const code = (value: Parameters<typeof describeCodeWithNumber>[0], number: number | undefined) =>
    number === undefined ? missing : t.message(describeCodeWithNumber(value, number));
  const state = describeState(reading.state, reading.otherState);
  return [
    { label: t('vm.state'), value: t('code.withNumber', { word: state, number: String(reading.state) }) },
    { label: t('vm.health'), value: code('health', reading.healthState) },
    {
      label: t('vm.operation'),
      value: [code('operation', status), ...(operation === undefined ? [] : [code('operation', operation)])].join(', '),
    },
    { label: t('vm.up'), value: <Since key="up" at={reading.startedAt} /> },
    { label: t('vm.stateSince'), value: <LocalTime at={reading.stateChangedAt} /> },
  ];
}

function identityRows(reading: Reading, t: Translate): readonly Row[] {
  const { replicationMode, guestOperatingSystem } = reading;
  return [
    { label: t('vm.guest'), value: guestOperatingSystem === undefined ? missing : <GuestText text={guestOperatingSystem} /> },
    { label: t('vm.generation'), value: reading.generation ?? missing },
    { label: t('vm.version'), value: reading.version === undefined ? missing : <GuestText text={reading.version} /> },
    { label: t('vm.processors'), value: reading.processors ?? missing },
    { label: t('vm.copies.kind'), value: t(`kind.${reading.kind}`) },
    {
      label: t('vm.replication'),
      value: replicationMode === undefined ? missing : t.message(describeCodeWithNumber('replication', replicationMode)),
    },
    { label: t('vm.created'), value: <LocalTime at={reading.createdAt} /> },
  ];
}

/** How long something has been going on, and since when. */
function Since({ at }: { readonly at: string | undefined }) {
  const t = useTranslate();
  const now = useNow();
  if (at === undefined) return missing;
  return (
    <>
      {formatDuration(Math.floor((now - Date.parse(at)) / 60_000) * 60_000, t.locale)}
      <span className="block text-muted text-xs">
        <LocalTime at={at} />
      </span>
    </>
  );
}
