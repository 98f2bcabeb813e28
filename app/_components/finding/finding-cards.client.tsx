'use client';

import type { ApiFinding, ApiHostFinding } from '#lib/model/api/findings.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { FindingCard } from './finding-card.client.tsx';

/** The findings of one VM, or about one host, worst first. Nothing where there are none. */
export function FindingCards({ findings }: { readonly findings: readonly (ApiFinding | ApiHostFinding)[] }) {
  const t = useTranslate();
  if (findings.length === 0) return null;
  return (
    <section aria-label={t('findings.title')} className="space-y-3">
      {findings.map((finding) => (
        <FindingCard key={finding.code} finding={finding} />
      ))}
    </section>
  );
}
