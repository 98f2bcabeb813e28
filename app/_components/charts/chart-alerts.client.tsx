'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type AlertSubject, subjectAlertsQuery } from '#app/_queries/subject-alerts.ts';
import type { ApiSubjectAlerts } from '#lib/model/api/subject-alerts.ts';
import { usePreferences } from '../preferences/use-preferences.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';

/** When alerts of a VM or host fired, as far as charts draw it. */
export type ChartAlerts = Pick<ApiSubjectAlerts, 'intervals' | 'silences' | 'completeFrom'>;

const none: ChartAlerts = { intervals: [], silences: [], completeFrom: null };
const ChartAlertsContext = createContext<ChartAlerts>(none);

/** The alerts that the charts inside draw: none where the reader has switched them off, or where nothing is told of them. */
export function useChartAlerts(): ChartAlerts {
  return useContext(ChartAlertsContext);
}

interface ProviderProps {
  readonly subject: AlertSubject;
  readonly children: ReactNode;
}

/** Reads the alerts of one VM or host over the range of the charts, for all of them. Stands inside of a ChartGroup. */
export function ChartAlertsProvider({ subject: { kind, id }, children }: ProviderProps) {
  const { window } = useChartGroup();
  const { marks } = usePreferences();
  const span = { from: window.from - window.stepMs, to: window.to };
  const { data } = useQuery({ ...subjectAlertsQuery({ kind, id }, span), enabled: marks === 'on' });
  const shown = useMemo(() => (marks === 'on' && data !== undefined ? data : none), [marks, data]);
  return <ChartAlertsContext value={shown}>{children}</ChartAlertsContext>;
}
