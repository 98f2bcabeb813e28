'use client';

import type { ReactNode } from 'react';
import { formatAge } from '#lib/format/format-duration.ts';
import type { ApiStanding } from '#lib/model/api/alerts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { ActIcon, type ActKind } from './act-icon.tsx';
import { ShortTime } from './short-time.client.tsx';

/** What people did about an alert, and what else keeps it from being told: a sign and a sentence each. */
export function Standing({ standing }: { readonly standing: ApiStanding }) {
  const t = useTranslate();
  const now = useNow();
  const { ack, silence, window, drainedHost, inhibitedBy } = standing;
  return (
    <ul className="space-y-0.5">
      {ack !== null && (
        <Line kind="acknowledged">
          {t('act.acknowledged')}{' '}
          <span className="text-muted">
            <GuestText text={ack.by} limit={60} />, {t('act.ago', { age: formatAge(ack.at, now, t.locale) })}
          </span>
          {ack.note !== '' && (
            <span className="block text-muted">
              <GuestText text={ack.note} limit={160} />
            </span>
          )}
        </Line>
      )}
      {silence !== null && silence.endsAt > now && (
        <Line kind="silenced">
          {t('act.silencedUntil')} <ShortTime at={silence.endsAt} />{' '}
          <span className="text-muted">
            <GuestText text={`${silence.createdBy}: ${silence.comment}`} limit={120} />
          </span>
        </Line>
      )}
      {window !== null && window.endsAt > now && (
        <Line kind="maintenance">
          {t('act.maintenanceUntil')} <ShortTime at={window.endsAt} />{' '}
          <span className="text-muted">
            <GuestText text={window.name} limit={80} />
          </span>
        </Line>
      )}
      {drainedHost !== null && (
        <Line kind="maintenance">
          {t('act.drained')} <HostLink host={drainedHost} />
        </Line>
      )}
      {inhibitedBy !== null && (
        <Line kind="inhibited">
          {t('act.inhibited')} <HostLink host={inhibitedBy} />
        </Line>
      )}
    </ul>
  );
}

function Line({ kind, children }: { readonly kind: ActKind; readonly children: ReactNode }) {
  return (
    <li className="flex items-start gap-1.5" data-act={kind}>
      <ActIcon kind={kind} className="mt-0.5 size-3.5 text-accent" />
      <span className="wrap-anywhere min-w-0">{children}</span>
    </li>
  );
}
