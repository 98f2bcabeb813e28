'use client';

import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** How a host is reached; a simulated one is marked, so that nobody takes it for a machine. */
export function Transport({ transport }: { readonly transport: string }) {
  const t = useTranslate();
  if (transport !== 'simulated') return <span className="text-muted">{transport}</span>;
  return <span className="rounded bg-info-tint px-1.5 py-px text-info text-xs">{t('demo.simulated')}</span>;
}

/** Labels of a target as `name=value`. */
export function Labels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  const entries = Object.entries(labels);
  if (entries.length === 0) return <span className="text-muted">{missing}</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {entries.map(([name, value]) => (
        <li key={name} className="rounded bg-raised px-1.5 text-muted text-xs ring-1 ring-line">
          <bdi>{`${name}=${value}`}</bdi>
        </li>
      ))}
    </ul>
  );
}
