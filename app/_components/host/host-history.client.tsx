'use client';

import { useCallback, useMemo } from 'react';
import { levelOfOutcome } from '#lib/derive/host-sign.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { outcomes } from '#lib/model/outcome.ts';
import type { VmKind } from '#lib/model/readings/vm.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import { ChartCard } from '../charts/chart-card.client.tsx';
import { HistorySection } from '../charts/history-section.client.tsx';
import { NumberTable, StateTable } from '../charts/history-tables.client.tsx';
import { NumberChart } from '../charts/number-chart.client.tsx';
import { StateChart } from '../charts/state-chart.client.tsx';
import { toStateSetRow } from '../charts/state-row.ts';
import { type LoadedHistory, useHistory } from '../charts/use-history.client.tsx';
import { ClockChart } from '../clock/clock-chart.client.tsx';
import { hostOffsetSeries } from '../clock/clock-lines.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

const outcomeSeries = (collector: string, outcome: string) =>
  formatSeries({ metric: 'hvitals_scrape_outcome', labels: { collector, outcome } });
const durationSeries = (collector: string) => formatSeries({ metric: 'hvitals_scrape_duration_seconds', labels: { collector } });
const instanceSeries = (kind: string) => formatSeries({ metric: 'hvitals_host_vm_instances', labels: { kind } });
/** Named here, because the list of the readings would bring their whole schema to the browser. */
const kinds = ['realized', 'planned', 'replica'] as const satisfies readonly VmKind[];
const instanceTexts = kinds.map(instanceSeries);
/** A stable object: charts are drawn anew when it changes. */
const references = { ntp: hostOffsetSeries } as const;
const clockTexts = [hostOffsetSeries.offset, hostOffsetSeries.bound];
/** A host that is out of reach is tried each five minutes at last. */
const longestRetryMs = 6 * 60_000;

interface HostHistoryProps {
  readonly host: string;
  /** Names of its collectors, in the order of the page; a stable text, joined by commas. */
  readonly collectors: string;
}

/** What became of one host: how its scrapes ended and how long they took, and how many VMs stood on it. */
export function HostHistory({ host, collectors }: HostHistoryProps) {
  return (
    <HistorySection subject={{ kind: 'host', id: host }}>
      <HostCharts host={host} collectors={collectors} />
    </HistorySection>
  );
}

function HostCharts({ host, collectors }: HostHistoryProps) {
  const t = useTranslate();
  const names = useMemo(() => collectors.split(',').filter((name) => name !== ''), [collectors]);
  const texts = useMemo(() => {
    const outcomeTexts = names.flatMap((name) => outcomes.map((outcome) => outcomeSeries(name, outcome)));
    const durationTexts = names.map(durationSeries);
    return { outcomeTexts, durationTexts, all: [...durationTexts, ...instanceTexts, ...outcomeTexts] };
  }, [names]);
  const history = useHistory(`host:${host}`, texts.all);
  const clock = useHistory(`host:${host}`, clockTexts);
  const rows = useOutcomeRows(history, names);
  const { durations, instances } = useLines(history, names);
  const writeCount = useCallback((value: number) => formatCount(value, t.locale), [t]);
  const writeSeconds = useCallback((value: number) => formatDuration(value * 1_000, t.locale), [t]);
  return (
    <>
      <ChartCard
        title={t('history.scrapes')}
        history={history}
        series={texts.outcomeTexts}
        table={<StateTable caption={t('history.scrapes')} rows={rows} />}
      >
        <StateChart label={t('history.scrapes')} rows={rows} />
      </ChartCard>
      <ClockChart history={clock} references={references} />
      <div className="grid gap-4 xl:grid-cols-2">
        <ChartCard
          title={t('history.duration')}
          history={history}
          series={texts.durationTexts}
          table={<NumberTable caption={t('history.duration')} lines={durations} format={writeSeconds} />}
        >
          <NumberChart label={t('history.duration')} lines={durations} format={writeSeconds} shape="line" />
        </ChartCard>
        <ChartCard
          title={t('history.instances')}
          history={history}
          series={instanceTexts}
          table={<NumberTable caption={t('history.instances')} lines={instances} format={writeCount} />}
        >
          <NumberChart label={t('history.instances')} lines={instances} format={writeCount} shape="step" />
        </ChartCard>
      </div>
    </>
  );
}

function useOutcomeRows({ series, window }: LoadedHistory, names: readonly string[]) {
  const holdSteps = window === undefined ? 0 : Math.floor(longestRetryMs / window.stepMs);
  return useMemo(
    () =>
      names.map((name) => {
        const set = outcomes.map((outcome) => ({
          state: { word: { key: `outcome.${outcome}` as const }, level: levelOfOutcome[outcome] },
          series: series.get(outcomeSeries(name, outcome)),
        }));
        return toStateSetRow(name, name, set, holdSteps);
      }),
    [series, names, holdSteps],
  );
}

function useLines({ series }: LoadedHistory, names: readonly string[]) {
  const t = useTranslate();
  return useMemo(
    () => ({
      durations: names.map((name) => ({ id: name, label: name, series: series.get(durationSeries(name)) })),
      instances: kinds.map((kind) => ({ id: kind, label: t(`kind.${kind}`), series: series.get(instanceSeries(kind)) })),
    }),
    [series, names, t],
  );
}
