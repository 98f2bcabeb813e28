'use client';

import Link from 'next/link';
import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { Facts } from '../layout/facts.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { StaleIcon } from '../status/status-icon.tsx';
import { useNow } from '../time/now.client.tsx';
import { ClockBands } from './clock-bands.client.tsx';
import { formatDrift, KeptBy, SaidAge } from './clock-cells.client.tsx';
import { ReferenceChain } from './reference-chain.client.tsx';

interface VmClockCardProps {
  readonly clock: ApiVmClock | null;
  readonly beacon: ApiVmDetail['beacon'];
  readonly host: string;
  /** Undefined until it is at hand. */
  readonly hostClock: ApiHostClock | null | undefined;
}

/** How far the clock of a VM is off, who keeps it and what it follows; or why the host cannot see it. */
export function VmClockCard({ clock, beacon, host, hostClock }: VmClockCardProps) {
  const t = useTranslate();
  // By the clock of the collectors' machine: the host's own may be the one that is wrong.
  const saidAt = beacon?.changedAt ?? null;
  return (
    <Card
      title={t('clock.title')}
      testId="vm-clock"
      aside={clock === null ? undefined : <SaidAge stale={clock.stale} at={saidAt} freshness={beacon?.freshness} />}
    >
      {clock === null ? (
        <Silent beacon={beacon} />
      ) : (
        <>
          <StaleLine clock={clock} at={saidAt} freshness={beacon?.freshness} />
          <Known clock={clock} host={host} hostClock={hostClock} freshness={beacon?.freshness} />
        </>
      )}
    </Card>
  );
}

function Silent({ beacon }: { readonly beacon: ApiVmDetail['beacon'] }) {
  const t = useTranslate();
  if (beacon === null) return <StateNote kind="empty">{t('beacon.notRead')}</StateNote>;
  if (beacon.reading.present) return <StateNote kind="empty">{t('clock.beaconSilent')}</StateNote>;
  return (
    <StateNote kind="empty">
      <p>{t('clock.noBeacon')}</p>
      <p>
        {t('clock.noBeacon.body')}{' '}
        <Link href="/beacon" prefetch={false}>
          {t('clock.noBeacon.link')}
        </Link>
      </p>
    </StateNote>
  );
}

interface AgeProps {
  readonly clock: ApiVmClock;
  readonly freshness: Freshness | undefined;
}

function StaleLine({ clock, at, freshness }: AgeProps & { readonly at: number | null }) {
  const t = useTranslate();
  const now = useNow();
  const notRead = freshness !== undefined && isStale(freshness, now);
  if (!clock.stale && !notRead) return null;
  const age = formatAge(at, now, t.locale);
  return (
    <p className="flex items-start gap-2 border-line border-b bg-warning-tint px-4 py-2 text-warning" data-stale="">
      <span className="mt-0.5">
        <StaleIcon />
      </span>
      {t(clock.stale ? 'clock.stale' : 'clock.notRead', { age })}
    </p>
  );
}

function Known({ clock, host, hostClock, freshness }: Omit<VmClockCardProps, 'beacon'> & AgeProps) {
  const t = useTranslate();
  const now = useNow();
  const stale = clock.stale || (freshness !== undefined && isStale(freshness, now));
  const yesNo = (value: boolean | null, yes: string, no: string) => (value === null ? missing : value ? yes : no);
  const chain = <ReferenceChain clock={clock} host={host} {...(hostClock === undefined ? {} : { hostClock })} />;
  return (
    <>
      <ClockBands
        stale={stale}
        rows={[
          { label: t('clock.vsNtp'), offset: clock.vsNtp },
          { label: t('clock.vsHost'), offset: clock.vsHost },
        ]}
      />
      <Facts
        rows={[
          { label: t('clock.chain'), value: chain },
          { label: t('clock.keptBy'), value: <KeptBy clock={clock} plain /> },
          {
            label: t('clock.synchronised'),
            value: yesNo(clock.synchronised, t('clock.synchronised.yes'), t('clock.synchronised.no')),
          },
          { label: t('clock.stratum'), value: clock.stratum ?? missing },
          {
            label: t('clock.drift'),
            value: <span title={t('clock.drift.title')}>{formatDrift(clock.frequencyPpm, t)}</span>,
          },
          { label: t('clock.basis'), value: clock.basis === null ? missing : t(`clock.basis.${clock.basis}`) },
          {
            label: t('clock.offered'),
            value: yesNo(clock.timeSyncOffered, t('clock.offered.yes'), t('clock.offered.no')),
          },
        ]}
      />
    </>
  );
}
