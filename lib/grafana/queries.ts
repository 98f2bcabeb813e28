import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { catalog, type MetricName } from '../metrics/catalog.ts';
import { type DaemonGauge, daemonGauges } from '../metrics/daemon-gauges.ts';
import type { MetricDefinition } from '../metrics/metric-definition.ts';
import { recordingRules } from '../metrics/recording-rules.ts';

/** The data source that is chosen in the dashboard. */
export const datasource: DataSourceRef = { type: 'prometheus', uid: `\${datasource}` };

/** Every metric that has an entry of its own. */
export type KnownMetric = MetricName | DaemonGauge;
const definitions: Readonly<Record<KnownMetric, MetricDefinition>> = { ...catalog, ...daemonGauges };

/** What a metric means, in the words of the catalogue. */
export function helpOf(metric: KnownMetric): string {
  return definitions[metric].help;
}

/** What a recorded number means. @throws Error where no rule records it, which is a fault in a dashboard */
export function numberHelp(record: string): string {
  const rule = recordingRules.find((one) => one.record === record);
  if (rule === undefined) throw new Error(`no recording rule makes ${record}`);
  return rule.help;
}

const unitIds = {
  seconds: units.Seconds,
  bytes: units.BytesIEC,
  ratio: units.PercentUnit,
  ppm: units.PartsPerMillion,
  celsius: units.Celsius,
} as const satisfies Record<NonNullable<MetricDefinition['unit']>, string>;

/** Grafana's unit of a metric; a plain number where it has none. Unix times are shown as their age, with `ageOf`. */
export function unitOf(metric: KnownMetric): string {
  const { unit } = definitions[metric];
  return unit === undefined ? units.Short : unitIds[unit];
}

/** A metric without what says who was scraped: each series once, however often and by whomever it was scraped. */
export function once(metric: KnownMetric, by: readonly string[], where = ''): string {
  return `max by (${by.join(', ')}) (${metric}${where === '' ? '' : `{${where}}`})`;
}

/** How long ago a Unix time was, in seconds. */
export const ageOf = (expr: string): string => `time() - ${expr}`;

/** VMs as Prometheus knows them now, with their hosts, of the hosts that a dashboard is about. */
export const withHost = (expr: string, where = ''): string =>
  `${expr} * on (vm_id) group_left (host) ${once('hvitals_vm_info', ['vm_id', 'host'], where)}`;

/** Only hosts of the clusters that are chosen; all of them, those in none too, where all clusters are. */
export const ofClusters = (expr: string): string =>
  `${expr} * on (host) group_left () ${once('hvitals_host_info', ['host'], 'cluster=~"$cluster"')}`;

/** A count that is 0 where nothing is counted, but only while `proof` is there: without data there is no number. */
export const orZero = (expr: string, proof: string): string => `${expr} or 0 * ${proof}`;

/** One query over the time range. */
export function over(expr: string, legend: string, refId = 'A'): DataqueryBuilder {
  return new DataqueryBuilder().refId(refId).datasource(datasource).expr(expr).legendFormat(legend).range();
}

/** One query of the value now. */
export function now(expr: string, legend = '', refId = 'A'): DataqueryBuilder {
  return new DataqueryBuilder().refId(refId).datasource(datasource).expr(expr).legendFormat(legend).instant();
}

/** One query of the values now, a row for each series. */
export function rows(expr: string, refId = 'A'): DataqueryBuilder {
  return now(expr, '', refId).format(PromQueryFormat.Table);
}
