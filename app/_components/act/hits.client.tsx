'use client';

import type { ApiHits } from '#lib/model/api/silences.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';

interface HitsProps {
  /** Undefined while it is asked for the first time, or while there is nothing to ask. */
  readonly hits: ApiHits | undefined;
  readonly isError: boolean;
  /** What is asked is newer than what is shown. */
  readonly isOld: boolean;
}

const shownHits = 5;

/** Which alerts matchers hit now, before anything is done. */
export function Hits({ hits, isError, isOld }: HitsProps) {
  const t = useTranslate();
  return (
    <div
      className={`min-w-0 rounded border border-line bg-raised px-3 py-2 ${isOld ? 'opacity-60' : ''}`}
      aria-live="polite"
      aria-busy={isOld}
      data-testid="hits"
    >
      {isError ? (
        <p className="text-warning">{t('hits.error')}</p>
      ) : hits === undefined ? (
        <p className="text-muted">{t('hits.none')}</p>
      ) : (
        <>
          <p className="font-medium">{t('hits.count', { count: hits.count })}</p>
          <ul className="mt-1 space-y-0.5">
            {hits.alerts.slice(0, shownHits).map(({ fingerprint, rule, severity, summary }) => (
              <li key={fingerprint} className="flex items-baseline gap-2">
                <StatusIcon level={toLevel(severity)} className="size-3 self-center" />
                <span className="min-w-0 truncate">
                  {rule}{' '}
                  <span className="text-muted">
                    <GuestText text={summary} limit={80} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
          {hits.count > shownHits && <p className="mt-0.5 text-muted">{t('hits.more', { count: hits.count - shownHits })}</p>}
          {hits.matchesEverything && (
            <p className={`mt-1 flex items-center gap-1.5 font-medium ${levelColour('warning')}`}>
              <StatusIcon level="warning" />
              {t('hits.everything')}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function toLevel(severity: string): 'critical' | 'warning' | 'info' {
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
}
