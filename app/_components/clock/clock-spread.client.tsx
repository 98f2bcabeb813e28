'use client';

import Link from 'next/link';
import { formatCount } from '#lib/format/format-count.ts';
import { formatMagnitude } from '#lib/format/format-offset.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { limitSeconds } from './offset-scale.ts';

type Spread = ApiClocks['vms']['spread'];

/** The spread of the clocks that are known, and in plain words why the others are not. */
export function ClockSpreadCard({ vms }: { readonly vms: ApiClocks['vms'] }) {
  const t = useTranslate();
  const silent = Math.max(0, vms.total - vms.known);
  return (
    <Card title={t('clocks.spread')} aside={t('clocks.spread.aside')}>
      <ClockSpread spread={vms.spread} />
      {silent > 0 && (
        <div className="flex items-start gap-2 border-line border-t px-4 py-2.5" data-silent={silent}>
          <span className="mt-0.5">
            <StatusIcon level="unknown" />
          </span>
          <div className="min-w-0">
            <p className="font-medium">{t('clocks.unknown.title', { count: silent })}</p>
            <p className="max-w-[80ch] text-muted">
              {t('clocks.unknown.body')} <Link href="/beacon">{t('clocks.unknown.link')}</Link>
            </p>
          </div>
        </div>
      )}
    </Card>
  );
}

/** How many clocks are off by how much, as bars whose steps are decades. The numbers stand above the bars. */
function ClockSpread({ spread }: { readonly spread: Spread }) {
  const t = useTranslate();
  const most = Math.max(1, ...spread.map(({ vms }) => vms));
  return (
    <ul className="flex items-stretch gap-1.5 px-4 pt-3 pb-2" aria-label={t('clocks.spread')}>
      {spread.map((bucket, index) => (
        <li key={bucket.upToSeconds ?? 'beyond'} className="flex min-w-0 flex-1 flex-col">
          <span className="flex h-24 flex-col justify-end text-center">
            <span
              className={bucket.vms === 0 ? 'text-muted' : 'font-semibold'}
              title={t('clocks.spread.vms', { count: bucket.vms })}
            >
              {formatCount(bucket.vms, t.locale)}
            </span>
            <span
              className={`rounded-t-sm ${barClass(spread, index)}`}
              style={{ height: `${bucket.vms === 0 ? 0 : Math.max(4, (bucket.vms / most) * 76)}%` }}
            />
          </span>
          <span className="wrap-anywhere border-line-strong border-t pt-1 text-center text-2xs text-muted">
            {bucketLabel(spread, index, t)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Clocks beyond a second are striped, so that colour is not the only sign. */
function barClass(spread: Spread, index: number): string {
  const upTo = spread[index]?.upToSeconds ?? null;
  return upTo !== null && upTo <= limitSeconds
    ? 'bg-accent/70'
    : 'bg-[repeating-linear-gradient(135deg,var(--hv-critical)_0_3px,transparent_3px_5px)] ring-1 ring-critical ring-inset';
}

function bucketLabel(spread: Spread, index: number, t: Translate): string {
  const upTo = spread[index]?.upToSeconds ?? null;
  if (upTo !== null) return t('clocks.spread.upTo', { value: formatMagnitude(upTo, t.locale) });
  return t('clocks.spread.beyond', { value: formatMagnitude(spread[index - 1]?.upToSeconds, t.locale) });
}
