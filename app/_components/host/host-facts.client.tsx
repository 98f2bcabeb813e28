'use client';

import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** How a host is reached; a simulated one is marked, so that nobody takes it for a machine. */
export function Transport({ transport }: { readonly transport: string }) {
  const t = useTranslate();
  if (transport !== 'simulated') return <span className="text-muted">{transport}</span>;
  return <span className="rounded bg-info-tint px-1.5 py-px text-info text-xs">{t('demo.simulated')}</span>;
}

interface LabelsProps {
  readonly labels: Readonly<Record<string, string>>;
  /** True in the rows of a table: what does not fit is cut. */
  readonly oneLine?: boolean;
}

/** Labels of a target as `name=value`. */
export function Labels({ labels, oneLine = false }: LabelsProps) {
  const entries = Object.entries(labels);
  if (entries.length === 0) return <span className="text-muted">{missing}</span>;
  return (
    <ul className={`flex gap-1 ${oneLine ? 'overflow-hidden' : 'flex-wrap'}`}>
      {entries.map(([name, value]) => (
        <li key={name} className="rounded bg-raised px-1.5 text-muted text-xs ring-1 ring-line">
          <bdi>{`${name}=${value}`}</bdi>
        </li>
      ))}
    </ul>
  );
}
