'use client';

import type { Freshness } from '#lib/derive/freshness.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';

/** Age of a part of the VM's readings, and when its content last changed. */
export function PartAge({ part }: { readonly part: { readonly freshness: Freshness; readonly changedAt: number } | null }) {
  const t = useTranslate();
  const now = useNow();
  if (part === null) return <span className="text-muted">{t('age.never')}</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      <ReadingAge freshness={part.freshness} />
      <span>{t('age.changed', { age: formatAge(part.changedAt, now, t.locale) })}</span>
    </span>
  );
}
