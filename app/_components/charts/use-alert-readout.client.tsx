'use client';

import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useChartAlerts } from './chart-alerts.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import type { ReadoutLine } from './cursor-line.client.tsx';

/** Of alerts at one moment so many are named. */
const mostNamed = 3;

/** What stands at a step, and after it the alerts that fired then. */
export function useAlertReadout(readout: (index: number) => readonly ReadoutLine[]): (index: number) => readonly ReadoutLine[] {
  const t = useTranslate();
  const { window } = useChartGroup();
  const { intervals } = useChartAlerts();
  return (index) => {
    const end = window.from + index * window.stepMs;
    const begin = end - window.stepMs;
    const here = intervals.filter(
      ({ from, to, end: kind }) => (from ?? 0) <= end && (kind === 'open' || (to ?? from ?? 0) > begin),
    );
    const lines = here.slice(0, mostNamed).map(({ fingerprint, from, rule, severity }) => ({
      id: `alert ${fingerprint} ${from}`,
      label: t('watch.marks.alert'),
      text: rule,
      level: severity,
    }));
    const more = here.length - lines.length;
    return [
      ...readout(index),
      ...lines,
      ...(more > 0 ? [{ id: 'more alerts', label: '', text: t('alerts.andMore', { count: more }) }] : []),
    ];
  };
}
