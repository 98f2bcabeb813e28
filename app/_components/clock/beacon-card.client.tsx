'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatAge, formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { BeaconDaemons, BeaconReading } from '#lib/model/readings/beacon.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { Facts } from '../layout/facts.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { StaleIcon, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { PartAge } from '../vm/part-age.client.tsx';
import { BeaconDisks, BeaconFilesystems } from './beacon-tables.client.tsx';

export type PresentBeacon = Extract<BeaconReading, { readonly present: true }>;

interface BeaconCardProps {
  readonly beacon: ApiVmDetail['beacon'];
  /** The sequence stands still. */
  readonly stale: boolean;
}

/** What only the guest knows, as its beacon says it: disks, filesystems, daemons, kernel. All of it is guest-controlled. */
export function BeaconCard({ beacon, stale }: BeaconCardProps) {
  const t = useTranslate();
  const reading = beacon?.reading;
  return (
    <Card title={t('beacon.title')} testId="beacon" aside={<PartAge part={beacon} />}>
      {reading === undefined && <StateNote kind="empty">{t('beacon.notRead')}</StateNote>}
      {reading !== undefined && !reading.present && (
        <StateNote kind="empty">
          {t('beacon.absent')}{' '}
          <Link href="/beacon" prefetch={false}>
            {t('clock.noBeacon.link')}
          </Link>
        </StateNote>
      )}
      {reading !== undefined && <Problems reading={reading} />}
      {reading?.present === true && (
        <>
          {stale && <Standing since={beacon?.changedAt ?? null} />}
          <BeaconFacts reading={reading} />
          <BeaconDisks disks={reading.disks} />
          <BeaconFilesystems filesystems={reading.filesystems} />
        </>
      )}
    </Card>
  );
}

function Standing({ since }: { readonly since: number | null }) {
  const t = useTranslate();
  const now = useNow();
  return (
    <p className="flex items-start gap-2 border-line border-b bg-warning-tint px-4 py-2 text-warning" data-stale="">
      <span className="mt-0.5">
        <StaleIcon />
      </span>
      {t('beacon.stale', { age: formatAge(since, now, t.locale) })}
    </p>
  );
}

function Problems({ reading }: { readonly reading: BeaconReading }) {
  const t = useTranslate();
  if (reading.problems.length === 0) return null;
  return (
    <p className="flex items-start gap-2 border-line border-b bg-warning-tint px-4 py-2 text-warning">
      <span className="mt-0.5">
        <StatusIcon level="warning" />
      </span>
      <span>
        {t('beacon.problems')}
        {': '}
        {reading.problems.map((problem) => t(`beacon.problem.${problem}`)).join(', ')}
      </span>
    </p>
  );
}

function BeaconFacts({ reading }: { readonly reading: PresentBeacon }) {
  const t = useTranslate();
  const { version, system, sequence, intervalSeconds, writtenAt, daemons, physicalHostName } = reading;
  const text = (value: string | undefined) => (value === undefined ? missing : <GuestText text={value} limit={120} />);
  return (
    <Facts
      rows={[
        {
          label: t('beacon.version'),
          value: (
            <>
              {text(version)}
              {system !== undefined && <span className="ml-1.5 text-muted">{t(`beacon.system.${system}`)}</span>}
            </>
          ),
        },
        {
          label: t('beacon.sequence'),
          value: t('beacon.sequence.every', { sequence, interval: formatDuration(intervalSeconds * 1_000, t.locale) }),
        },
        { label: t('beacon.written'), value: <LocalTime at={writtenAt} /> },
        { label: t('beacon.daemons'), value: <Daemons daemons={daemons} /> },
        { label: t('beacon.kernel'), value: text(daemons?.kernel) },
        { label: t('beacon.modules'), value: text(daemons?.modules.join(', ')) },
        { label: t('beacon.hostName'), value: text(physicalHostName) },
      ]}
    />
  );
}

const daemonKeys = ['kvp', 'vss', 'fcopy'] as const;

/** Each daemon as shape and word. What was not asked is left out. */
function Daemons({ daemons }: { readonly daemons: BeaconDaemons | undefined }): ReactNode {
  const t = useTranslate();
  const asked = daemonKeys.filter((key) => daemons?.[key] !== undefined);
  if (asked.length === 0) return missing;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {asked.map((key) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <StatusIcon level={daemons?.[key] === true ? 'ok' : 'none'} />
          {t(daemons?.[key] === true ? 'beacon.daemon.runs' : 'beacon.daemon.not', { daemon: t(`beacon.daemon.${key}`) })}
        </li>
      ))}
    </ul>
  );
}
