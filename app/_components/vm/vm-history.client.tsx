'use client';

import { useCallback, useMemo } from 'react';
import { levelOfState, levelOfStatus } from '#lib/derive/code-level.ts';
import { describeCode } from '#lib/format/describe-code.ts';
import { formatCount } from '#lib/format/format-count.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { integrationServices } from '#lib/model/integration-service.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import { ChartCard } from '../charts/chart-card.client.tsx';
import { HistorySection } from '../charts/history-section.client.tsx';
import { NumberTable, StateTable } from '../charts/history-tables.client.tsx';
import { NumberChart } from '../charts/number-chart.client.tsx';
import { StateChart } from '../charts/state-chart.client.tsx';
import { type ChartState, type StateRow, toCodeRow } from '../charts/state-row.ts';
import { type LoadedHistory, useHistory } from '../charts/use-history.client.tsx';
import { ClockChart } from '../clock/clock-chart.client.tsx';
import { vmOffsetSeries } from '../clock/clock-lines.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

const stateSeries = 'hvitals_vm_state';
const heartbeatSeries = 'hvitals_vm_heartbeat_status';
const applicationSeries = 'hvitals_vm_heartbeat_application_status';
const serviceSeries = (service: string) =>
  formatSeries({ metric: 'hvitals_vm_integration_services_status', labels: { service } });
const stateTexts = [stateSeries, heartbeatSeries, applicationSeries, ...integrationServices.map(serviceSeries)];
const kvpTexts = ['hvitals_vm_kvp_intrinsic_items', 'hvitals_vm_kvp_guest_items'];
const clockTexts = Object.values(vmOffsetSeries).flatMap(({ offset, bound }) => [offset, bound]);
const allTexts = [...stateTexts, ...kvpTexts, ...clockTexts];

const describeState = (code: number): ChartState => ({ word: describeCode('state', code), level: levelOfState(code) });
const describeStatus = (code: number): ChartState => ({ word: describeCode('status', code), level: levelOfStatus(code) });
const disabled = 32896;
/** Off by default, and nobody misses it (hyperv-facts.md 2.1). */
const describeGuestServices = (code: number): ChartState =>
  code === disabled ? { ...describeStatus(code), level: 'none' } : describeStatus(code);

/** What became of one VM: its states as lines over time, and how many KVP items it had. */
export function VmHistory({ vmId, changes }: { readonly vmId: string; readonly changes: ApiVmDetail['changes'] }) {
  return (
    <HistorySection subject={{ kind: 'vm', id: vmId }}>
      <VmCharts vmId={vmId} changes={changes} />
    </HistorySection>
  );
}

function VmCharts({ vmId, changes }: { readonly vmId: string; readonly changes: ApiVmDetail['changes'] }) {
  const t = useTranslate();
  const history = useHistory(`vm:${vmId}`, allTexts);
  const rows = useStateRows(history);
  const lines = useMemo(
    () => [
      { id: 'intrinsic', label: t('history.kvpItems.intrinsic'), series: history.series.get('hvitals_vm_kvp_intrinsic_items') },
      { id: 'guest', label: t('history.kvpItems.guest'), series: history.series.get('hvitals_vm_kvp_guest_items') },
    ],
    [history, t],
  );
  const events = useMemo(
    () => ({ label: t('history.changes'), all: changes.map(({ id, at, what }) => ({ id, at, text: what })) }),
    [changes, t],
  );
  const format = useCallback((value: number) => formatCount(value, t.locale), [t]);
  return (
    <>
      <ChartCard
        title={t('history.states')}
        history={history}
        series={stateTexts}
        table={<StateTable caption={t('history.states')} rows={rows} />}
      >
        <StateChart label={t('history.states')} rows={rows} events={events} />
      </ChartCard>
      <ClockChart history={history} references={vmOffsetSeries} />
      <ChartCard
        title={t('history.kvpItems')}
        history={history}
        series={kvpTexts}
        table={<NumberTable caption={t('history.kvpItems')} lines={lines} format={format} />}
      >
        <NumberChart label={t('history.kvpItems')} lines={lines} format={format} shape="step" />
      </ChartCard>
    </>
  );
}

function useStateRows({ series }: LoadedHistory): readonly StateRow[] {
  const t = useTranslate();
  return useMemo(
    () => [
      toCodeRow('power', t('history.power'), series.get(stateSeries), describeState),
      toCodeRow('heartbeat', t('vm.heartbeat'), series.get(heartbeatSeries), describeStatus),
      toCodeRow('application', t('history.application'), series.get(applicationSeries), describeStatus),
      ...integrationServices.map((service) => ({
        ...toCodeRow(
          service,
          service === 'heartbeat' ? t('history.heartbeatService') : t(`service.${service}`),
          series.get(serviceSeries(service)),
          service === 'guest-service-interface' ? describeGuestServices : describeStatus,
        ),
        ...(service === 'heartbeat' ? {} : { shortLabel: t(`serviceShort.${service}`) }),
      })),
    ],
    [series, t],
  );
}
