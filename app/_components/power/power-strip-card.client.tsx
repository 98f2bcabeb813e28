'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { subjectAlertsQuery } from '#app/_queries/subject-alerts.ts';
import { vmPowerQuery } from '#app/_queries/vm-power.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import { type PowerRange, powerRangeNames, powerRanges } from '#lib/model/power-range.ts';
import { AlertLegend } from '../charts/alert-legend.client.tsx';
import { AlertTable } from '../charts/alert-table.client.tsx';
import type { ChartAlerts } from '../charts/chart-alerts.client.tsx';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { usePreferences } from '../preferences/use-preferences.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { StripDrawing } from './strip-drawing.client.tsx';
import { StripLegend } from './strip-legend.client.tsx';
import { StripTable } from './strip-table.client.tsx';
import { isUnread, stripEnd, toStrip } from './to-strip.ts';

/** How the power of one VM went, and where it ran, over the last day or week. */
export function PowerStripCard({ vmId }: { readonly vmId: string }) {
  const [range, setRange] = useState<PowerRange>('24h');
  const { data, isError, isPlaceholderData } = useQuery(vmPowerQuery(vmId, range));
  const alerts = useStripAlerts(vmId, range);
  return (
    <PowerStripView data={data} isError={isError} isOld={isPlaceholderData} range={range} onRange={setRange} alerts={alerts} />
  );
}

/** The span moves on in steps, so that a question is asked for some minutes and then another one. */
const alertStepMs = 5 * 60_000;

/** The alerts of the VM over the strip; undefined where the reader has switched them off, or where none have come. */
function useStripAlerts(vmId: string, range: PowerRange): ChartAlerts | undefined {
  const { marks } = usePreferences();
  const to = Math.ceil(useNow() / alertStepMs) * alertStepMs;
  const query = subjectAlertsQuery({ kind: 'vm', id: vmId }, { from: to - powerRanges[range] - alertStepMs, to });
  const { data } = useQuery({ ...query, enabled: marks === 'on' });
  return marks === 'on' ? data : undefined;
}

interface PowerStripViewProps {
  /** Undefined where nothing has come yet. */
  readonly data: ApiVmPower | undefined;
  readonly isError: boolean;
  /** What is there is of another range than the wanted one. */
  readonly isOld?: boolean;
  readonly range: PowerRange;
  readonly onRange: (range: PowerRange) => void;
  /** Drawn behind it; undefined where there are none to draw. */
  readonly alerts?: ChartAlerts | undefined;
}

/** The card itself, whatever its data come from. */
export function PowerStripView({ data, isError, isOld = false, range, onRange, alerts }: PowerStripViewProps) {
  const t = useTranslate();
  const [asTable, setAsTable] = useState(false);
  const tools = (
    <div className="flex flex-wrap items-center gap-2 text-ink">
      <button
        type="button"
        className={buttonClass}
        aria-pressed={asTable}
        title={t('chart.asTable.title')}
        onClick={() => setAsTable(!asTable)}
      >
        {t('chart.asTable')}
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend for two buttons */}
      <div role="group" aria-label={t('strip.range')} className="flex">
        {powerRangeNames.map((name) => (
          <button
            key={name}
            type="button"
            className={`${buttonClass} -ml-px rounded-none first:ml-0 first:rounded-l last:rounded-r`}
            aria-pressed={range === name}
            onClick={() => onRange(name)}
          >
            {t(`strip.range.${name}`)}
          </button>
        ))}
      </div>
    </div>
  );
  return (
    <Card title={t('strip.title')} aside={tools} testId="power-strip">
      {data === undefined ? (
        <StateNote kind={isError ? 'error' : 'loading'} />
      ) : (
        <div className={isOld ? 'opacity-60' : ''} aria-busy={isOld}>
          <Told data={data} asTable={asTable} alerts={alerts ?? noAlerts} />
        </div>
      )}
    </Card>
  );
}

const noAlerts: ChartAlerts = { intervals: [], silences: [], completeFrom: null };

interface ToldProps {
  readonly data: ApiVmPower;
  readonly asTable: boolean;
  readonly alerts: ChartAlerts;
}

function Told({ data, asTable, alerts }: ToldProps) {
  const t = useTranslate();
  const now = useNow();
  const to = stripEnd(now);
  // By the time itself: at the end of the step a fresh reading would look too old.
  const stale = isUnread(data, now);
  const strip = useMemo(() => toStrip(data, to, stale), [data, to, stale]);
  // Only who knows what it was all the time can say that nothing happened.
  const isKnown = data.present.watched && strip.power.every(({ value }) => value !== undefined);
  const empty = isKnown ? t(`strip.none.${data.range}`) : t('strip.noneTold');
  return (
    <>
      {asTable ? (
        <>
          <StripTable strip={strip} />
          <AlertTable alerts={alerts} />
        </>
      ) : (
        <div className="px-4 pt-3 pb-2">
          <StripDrawing
            strip={strip}
            label={t('strip.label', { range: t(`strip.range.${data.range}`) })}
            empty={empty}
            alerts={alerts}
          />
          <StripLegend strip={strip} />
          <AlertLegend alerts={alerts} className="mt-1" />
        </div>
      )}
      <Caveats data={data} />
    </>
  );
}

/** What the strip cannot know. */
function Caveats({ data: { present, completeFrom } }: { readonly data: ApiVmPower }) {
  const t = useTranslate();
  const time = useChartTime();
  const notes = [
    ...(present.watched ? [] : [t('strip.unwatched', { host: toVisibleString(present.host) })]),
    ...(completeFrom === null ? [] : [t('strip.cut', { at: time.moment(completeFrom, 60_000) })]),
  ];
  return notes.map((note) => (
    <p key={note} className="border-line border-t px-4 py-2 text-warning text-xs">
      {note}
    </p>
  ));
}
