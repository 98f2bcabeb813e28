'use client';

import { formatCount } from '#lib/format/format-count.ts';
import { formatMagnitude } from '#lib/format/format-offset.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { limitSeconds } from './offset-scale.ts';

type Spread = ApiClocks['vms']['spread'];

/** How many clocks are off by how much, as bars whose steps are decades. The numbers stand above the bars. */
export function ClockSpread({ spread }: { readonly spread: Spread }) {
  const t = useTranslate();
  const most = Math.max(1, ...spread.map(({ vms }) => vms));
  return (
    <ul className="flex items-stretch gap-1.5 px-4 pt-3 pb-2" aria-label={t('clocks.spread')}>
      {spread.map((bucket, index) => (
        <li key={bucket.upToSeconds ?? 'beyond'} className="flex min-w-0 flex-1 flex-col">
          <span className="flex h-24 flex-col justify-end text-center">
            <span className={bucket.vms === 0 ? 'text-muted' : 'font-semibold'} title={t('clocks.spread.vms', { count: bucket.vms })}>
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
