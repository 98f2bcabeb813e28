'use client';

import { useId } from 'react';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { usePreferences } from '../preferences/use-preferences.client.tsx';
import { AckGlyph, Hatching, severities } from './alert-bands.client.tsx';
import type { ChartAlerts } from './chart-alerts.client.tsx';

/** Switches the alerts on charts on and off, in this browser for good. */
export function AlertToggle() {
  const t = useTranslate();
  const { marks, change } = usePreferences();
  const isOn = marks === 'on';
  return (
    <button
      type="button"
      className={buttonClass}
      aria-pressed={isOn}
      title={t('watch.marks.toggle.title')}
      data-testid="alert-toggle"
      onClick={() => change('marks', isOn ? 'off' : 'on')}
    >
      {t('watch.marks.toggle')}
    </button>
  );
}

const fills = { critical: 'fill-critical', warning: 'fill-warning', info: 'fill-info' } as const;

interface AlertLegendProps {
  readonly alerts: ChartAlerts;
  readonly className?: string;
}

/** What the bands and marks of alerts that are there mean. Nothing where there is none. */
export function AlertLegend({ alerts: { intervals, silences, completeFrom }, className = '' }: AlertLegendProps) {
  const t = useTranslate();
  const id = useId();
  const shown = severities.filter((severity) => intervals.some((one) => one.severity === severity));
  const isAcked = intervals.some(({ marks }) => marks.some(({ kind }) => kind === 'acknowledged'));
  if (shown.length + silences.length === 0) return null;
  return (
    <ul
      className={`flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs ${className}`}
      aria-label={t('watch.marks.legend')}
      data-testid="alert-legend"
    >
      {shown.map((severity) => (
        <li key={severity} className="flex items-center gap-1.5">
          <svg width="22" height="14" aria-hidden="true" focusable="false">
            <defs>
              <Hatching id={`${id}-${severity}`} severity={severity} />
            </defs>
            <rect width="22" height="14" className={fills[severity]} fillOpacity="0.1" />
            <rect width="22" height="14" fill={`url(#${id}-${severity})`} />
            <rect width="22" height="4" className={fills[severity]} />
          </svg>
          {t(`watch.marks.${severity}`)}
        </li>
      ))}
      {isAcked && (
        <li className="flex items-center gap-1.5">
          <svg width="16" height="16" aria-hidden="true" focusable="false">
            <AckGlyph x={8} y={8} />
          </svg>
          {t('watch.marks.acknowledged')}
        </li>
      )}
      {silences.length > 0 && (
        <li className="flex items-center gap-1.5">
          <svg width="22" height="8" aria-hidden="true" focusable="false">
            <rect x="1" y="1" width="20" height="5" className="fill-surface stroke-muted" strokeDasharray="3 2" />
          </svg>
          {t('watch.marks.silenced')}
        </li>
      )}
      {completeFrom !== null && <li className="text-warning">{t('watch.marks.cut')}</li>}
    </ul>
  );
}
