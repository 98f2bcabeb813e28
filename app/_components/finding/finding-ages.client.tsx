'use client';

import { formatAge } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useNow } from '../time/now.client.tsx';

/** For how long the findings of a line hold: one age, or from the newest to the oldest. UTC milliseconds. */
export function FindingAges({ oldest, newest }: { readonly oldest: number; readonly newest: number }) {
  const t = useTranslate();
  const now = useNow();
  const [longest, shortest] = [formatAge(oldest, now, t.locale), formatAge(newest, now, t.locale)];
  return (
    <span className="ml-auto text-muted text-xs">
      {longest === shortest ? t('findings.for', { age: longest }) : t('findings.forBetween', { shortest, longest })}
    </span>
  );
}
