'use client';

import { type FindingCode, severityOf } from '#lib/findings/finding.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { FindingName } from './finding-name.client.tsx';

/** The findings of a VM in one cell: the worst by name, the others as a number with their names in the tooltip. */
export function VmFindings({ codes }: { readonly codes: readonly FindingCode[] }) {
  const t = useTranslate();
  const [worst, ...others] = codes;
  if (worst === undefined) return <span className="text-muted">{missing}</span>;
  const names = others.map((code) => t(`finding.${code}.title`)).join(', ');
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <FindingName code={worst} severity={severityOf[worst]} className="min-w-0 font-medium" />
      {others.length > 0 && (
        <span className="shrink-0 text-muted text-xs" title={names}>
          <span aria-hidden="true">{t('findings.others', { number: formatCount(others.length, t.locale) })}</span>
          <span className="sr-only">{names}</span>
        </span>
      )}
    </span>
  );
}
