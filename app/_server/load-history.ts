import { collectorNames, collectorSchedules } from '#lib/config/collector-schedules.ts';
import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import type { AlignedBand } from '#lib/history/band.ts';
import type { ApiHistory } from '#lib/model/api/history.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { formatSeries, type SubjectSeries } from '#lib/series/series-text.ts';
import type { HistoryQuery } from './parse-history-query.ts';
import { readFleet } from './read-fleet.ts';
import { readHistory } from './store-access.ts';

const secondMs = 1_000;
/** For a collector that this program does not know, such as one of a newer version. */
const unknownIntervalSeconds = 300;

/** Reads history. What was never recorded is all null. Throws StoreError. */
export async function loadHistory({ subject, series, from, to, stepMs }: HistoryQuery): Promise<ApiHistory> {
  const intervals = await intervalsOf(subject);
  const history = await readHistory();
  const queries = series.map((one) => ({ subject, ...one, lookbackMs: decideLookbackMs(one, intervals) }));
  const bands = await history.range(queries, { from, to, stepMs, lookbackMs: stepMs });
  return {
    subject,
    from,
    to,
    stepMs,
    series: bands.map((band, index) => toApiSeries(series[index] ?? { metric: '', labels: {} }, band)),
  };
}

function toApiSeries(series: SubjectSeries, { last, min, max }: AlignedBand): ApiHistory['series'][number] {
  const plain = last.every((value, index) => value === min[index] && value === max[index]);
  return { series: formatSeries(series), last: [...last], ...(plain ? {} : { min: [...min], max: [...max] }) };
}

/** collector → interval in force on the host that the subject is or stands on; empty where it is not known any more. */
async function intervalsOf(subject: string): Promise<ReadonlyMap<string, number>> {
  const fleet = await readFleet();
  const vmId = subject.startsWith('vm:') ? parseVmId(subject.slice(3)) : undefined;
  const host = vmId === undefined ? subject.slice('host:'.length) : fleet.factsOf(vmId)?.host;
  const scrapes = fleet.targets.find((target) => target.host === host)?.scrapes ?? [];
  return new Map(scrapes.map(({ collector, intervalSeconds }) => [collector, intervalSeconds]));
}

/** A sample stands for what follows until its series would vanish from /metrics. */
function decideLookbackMs(series: SubjectSeries, intervals: ReadonlyMap<string, number>): number {
  const collector = collectorOf(series);
  const known = collectorNames.find((name) => name === collector);
  const usual = known === undefined ? unknownIntervalSeconds : collectorSchedules[known].intervalSeconds;
  return staleAfterIntervals * (intervals.get(collector) ?? usual) * secondMs;
}

/** The collector that a metric comes from: `hvitals_<vm|host>_<collector>_…`; `vm` and `host` do not repeat their own name. */
export function collectorOf({ metric, labels }: SubjectSeries): string {
  if (metric.startsWith('hvitals_scrape_')) return labels.collector ?? '';
  const [, kind = '', rest = ''] = /^hvitals_(vm|host)_(.*)$/.exec(metric) ?? [];
  const word = (name: string) => `${name.replaceAll('-', '_')}_`;
  const named = collectorNames.filter((name) => rest.startsWith(word(name)));
  return named.toSorted((a, b) => b.length - a.length)[0] ?? kind;
}
