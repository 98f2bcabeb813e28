'use client';

import type { Level } from '#lib/derive/vital-sign.ts';
import type { ApiReceiver } from '#lib/model/api/receivers.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Banner } from '../layout/banner.tsx';
import { Card } from '../layout/card.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';

const levels: Readonly<Record<ApiReceiver['state'], Level>> = { ok: 'ok', failing: 'critical', idle: 'none' };

/** Who is told of alerts, and whether that works. Nothing where nobody is. */
export function ReceiversCard({ receivers }: { readonly receivers: readonly ApiReceiver[] }) {
  const t = useTranslate();
  return (
    <Card title={t('receivers.title')} testId="receivers">
      {receivers.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('receivers.none')}</p>
      ) : (
        <ul className="grid gap-x-8 gap-y-4 px-4 py-3 sm:grid-cols-2 xl:grid-cols-4">
          {receivers.map((receiver) => (
            <li key={receiver.name} className="min-w-0">
              <Receiver receiver={receiver} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Receiver({ receiver }: { readonly receiver: ApiReceiver }) {
  const t = useTranslate();
  const { name, kind, state, pending, refused, lastSuccessAt, lastError, lastErrorAt } = receiver;
  return (
    <>
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">
          <GuestText text={name} limit={60} />
        </span>
        <span className="shrink-0 text-muted text-xs">{t(`receivers.kind.${kind}`)}</span>
      </p>
      <p className={`flex items-center gap-1.5 ${levelColour(levels[state])}`}>
        <StatusIcon level={levels[state]} />
        {t(`receivers.state.${state}`)}
      </p>
      <p className="text-muted">
        {lastSuccessAt === null ? (
          t('receivers.never')
        ) : (
          <>
            {t('receivers.last')} <Age at={lastSuccessAt} />
          </>
        )}
        {pending > 0 && ` · ${t('receivers.pending', { count: pending })}`}
        {refused > 0 && ` · ${t('receivers.refused', { count: refused })}`}
      </p>
      {state === 'failing' && lastError !== null && (
        <p className="wrap-anywhere mt-1 text-muted text-xs">
          <GuestText text={lastError} limit={160} />
          {lastErrorAt !== null && (
            <>
              {' '}
              (<Age at={lastErrorAt} />)
            </>
          )}
        </p>
      )}
    </>
  );
}

/** Said above everything else: an alert that reaches nobody is worse than none. */
export function FailingReceivers({ receivers }: { readonly receivers: readonly ApiReceiver[] }) {
  const t = useTranslate();
  const failing = receivers.filter(({ state }) => state === 'failing');
  if (failing.length === 0) return null;
  return (
    <Banner level="critical">
      {t('receivers.failing', { names: failing.map(({ name }) => name).join(', '), count: failing.length })}
    </Banner>
  );
}
