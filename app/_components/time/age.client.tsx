'use client';

import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import { formatAge, formatDuration } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StaleIcon } from '../status/status-icon.tsx';
import { useNow } from './now.client.tsx';

/** How long ago a moment was; nothing else. */
export function Age({ at }: { readonly at: number | null }) {
  const t = useTranslate();
  return <>{formatAge(at, useNow(), t.locale)}</>;
}

/** The age of a reading; says so where it is stale or was never read. `short` leaves the words to the column's heading. */
export function ReadingAge({ freshness, short = false }: { readonly freshness: Freshness; readonly short?: boolean }) {
  const t = useTranslate();
  const now = useNow();
  const { readAt, intervalSeconds } = freshness;
  if (readAt === null) return <span className="text-muted">{t('age.never')}</span>;
  const age = formatAge(readAt, now, t.locale);
  if (!isStale(freshness, now)) return <span className="text-muted">{short ? age : t('age.read', { age })}</span>;
  const interval = formatDuration((intervalSeconds ?? 0) * 1_000, t.locale);
  return (
    <span
      className="inline-flex items-center gap-1 align-middle font-medium text-warning"
      title={t('age.stale.detail', { interval })}
    >
      <StaleIcon />
      {t('age.stale', { age })}
    </span>
  );
}
