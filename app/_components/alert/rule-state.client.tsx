'use client';

import Link from 'next/link';
import type { ApiAlertRule } from '#lib/model/api/alert-rules.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';

/** More say no more than the number beside them. */
const mostDots = 3;

type Counted = Pick<ApiAlertRule, 'firing' | 'pending' | 'severity' | 'error'>;

/** What a rule says now: a full dot for each alert that fires, a ring for each that is pending, and the numbers in words. */
export function RuleState({ rule }: { readonly rule: Counted }) {
  const t = useTranslate();
  const { firing, pending, severity, error } = rule;
  if (error !== null) {
    return (
      <span className="inline-flex items-center gap-1.5 align-middle text-warning" title={t('rules.error.sameLabels')}>
        <StatusIcon level="warning" />
        {t('rules.error')}
      </span>
    );
  }
  if (firing + pending === 0) return <span className="text-muted">{t('rules.state.inactive')}</span>;
  const words = [
    ...(firing > 0 ? [t('alerts.count.firing', { count: firing })] : []),
    ...(pending > 0 ? [t('alerts.count.pending', { count: pending })] : []),
  ].join(', ');
  return (
    <Link
      href="/alerts"
      prefetch={false}
      title={words}
      className={`inline-flex max-w-full items-center gap-1.5 align-middle ${firing > 0 ? 'font-medium' : ''}`}
    >
      <Dots firing={firing} pending={pending} className={levelColour(severity)} />
      <span className="truncate">{words}</span>
    </Link>
  );
}

function Dots({ firing, pending, className }: { readonly firing: number; readonly pending: number; readonly className: string }) {
  const full = Math.min(firing, mostDots);
  const rings = Math.min(pending, mostDots - full);
  const width = (full + rings) * 9;
  return (
    <svg
      width={width}
      height="8"
      viewBox={`0 0 ${width} 8`}
      className={`shrink-0 ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      {Array.from({ length: full + rings }, (_, index) => index).map((index) =>
        index < full ? (
          <circle key={index} cx={index * 9 + 4} cy="4" r="3.5" fill="currentColor" />
        ) : (
          <circle key={index} cx={index * 9 + 4} cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.2" />
        ),
      )}
    </svg>
  );
}
