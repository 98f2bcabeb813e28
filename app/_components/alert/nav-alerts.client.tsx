'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { alertBriefQuery } from '#app/_queries/alert-brief.ts';
import { alertSeverities, sumAlerts } from '#lib/derive/alert-brief.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { usePreferences } from '../preferences/use-preferences.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

// Most readers want no sound, and need not load it.
const HeaderSound = dynamic(() => import('./header-sound.client.tsx').then((module) => module.HeaderSound), { ssr: false });

const tints = {
  critical: 'bg-critical-tint text-critical',
  warning: 'bg-warning-tint text-warning',
  info: 'bg-info-tint text-info',
} as const;

/** Beside the name of the page of alerts: how many wait for somebody, by the gravest of them. Nothing where none waits. */
export function NavAlerts() {
  const t = useTranslate();
  const { data } = useQuery(alertBriefQuery);
  if (data === undefined) return null;
  const { waiting, waits } = sumAlerts(data.sites, null);
  const worst = alertSeverities.find((severity) => waiting[severity] > 0);
  if (worst === undefined) return null;
  return (
    <span
      className={`ml-1 inline-flex items-center gap-1 rounded px-1 align-middle font-semibold text-xs tabular-nums ${tints[worst]}`}
      data-testid="nav-alerts"
      data-worst={worst}
    >
      <StatusIcon level={worst} className="size-3" />
      <span aria-hidden="true">{formatCount(waits, t.locale)}</span>
      <span className="sr-only">{t('watch.nav', { count: waits, severity: t(`severity.${worst}`) })}</span>
    </span>
  );
}

/** The sound of every page but the wall, and what it waits for. Nothing where the reader wants none. */
export function AlertSound() {
  return usePreferences().sound === 'on' ? <HeaderSound /> : null;
}
