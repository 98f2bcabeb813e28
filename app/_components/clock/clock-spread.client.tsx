'use client';

import Link from 'next/link';
import { useId } from 'react';
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
              {t('clocks.unknown.body')}{' '}
              <Link href="/beacon" prefetch={false}>
                {t('clocks.unknown.link')}
              </Link>
            </p>
          </div>
        </div>
      )}
    </Card>
  );
}

/** How many clocks are off by how much, as bars; the numbers stand above them. */
function ClockSpread({ spread }: { readonly spread: Spread }) {
  const t = useTranslate();
  const most = Math.max(1, ...spread.map(({ vms }) => vms));
  return (
    <ul className="flex items-stretch gap-1.5 px-4 pt-3 pb-2" aria-label={t('clocks.spread')}>
      {spread.map((bucket, index) => (
        <li key={bucket.upToSeconds ?? 'beyond'} className="flex min-w-0 flex-1 flex-col">
          <span
            className={`text-center ${bucket.vms === 0 ? 'text-muted' : 'font-semibold'}`}
            title={t('clocks.spread.vms', { count: bucket.vms })}
          >
            {formatCount(bucket.vms, t.locale)}
          </span>
          <Bar share={bucket.vms / most} isFar={isFar(bucket)} />
          <span className="wrap-anywhere border-line-strong border-t pt-1 text-center text-2xs text-muted">
            {bucketLabel(spread, index, t)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Beyond the limit; drawn with stripes, so that colour is not the only sign. */
function isFar({ upToSeconds }: Spread[number]): boolean {
  return upToSeconds === null || upToSeconds > limitSeconds;
}

/** A drawing, because the page's rules take no style from the server. */
function Bar({ share, isFar: far }: { readonly share: number; readonly isFar: boolean }) {
  const id = useId();
  const height = share === 0 ? 0 : Math.max(4, share * 100);
  return (
    <svg className={`h-16 w-full ${far ? 'text-critical' : 'text-accent'}`} aria-hidden="true" focusable="false">
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="5" fill="currentColor" />
      </pattern>
      <rect
        width="100%"
        height={`${height}%`}
        y={`${100 - height}%`}
        fill={far ? `url(#${id})` : 'currentColor'}
        fillOpacity={far ? 0.85 : 0.7}
      />
    </svg>
  );
}

function bucketLabel(spread: Spread, index: number, t: Translate): string {
  const upTo = spread[index]?.upToSeconds ?? null;
  if (upTo !== null) return t('clocks.spread.upTo', { value: formatMagnitude(upTo, t.locale) });
  return t('clocks.spread.beyond', { value: formatMagnitude(spread[index - 1]?.upToSeconds, t.locale) });
}
