import type { VmId } from '../model/vm-id.ts';
import type { AlignedBand, Grid } from './band.ts';

/** What a series belongs to. The host of a VM is not part of it: a migration makes no new series. */
export type Subject = `vm:${VmId}` | `host:${string}`;

/** One series: its subject, metric name and the labels that do not identify the subject. */
export interface SeriesName {
  readonly subject: Subject;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One sample on its way into history. `time` is UTC milliseconds by this machine's clock. */
export interface HistorySample extends SeriesName {
  readonly time: number;
  readonly value: number;
}

/** What pages and the API read. Embedded or remote, the answers are of one shape and one contract suite runs on both. */
export interface HistoryReader {
  /** The named series on a grid, in the order asked; a series that is not known is all null. */
  range(series: readonly SeriesName[], grid: Grid): Promise<readonly AlignedBand[]>;
  /** The last value at or before `at` and after `at - lookbackMs`, or undefined. */
  instant(series: SeriesName, at: number, lookbackMs: number): Promise<number | undefined>;
}

/** Metric name and labels as one text, labels sorted: the name of a series within its subject. */
export function seriesKey(series: Pick<SeriesName, 'metric' | 'labels'>): string {
  const labels = Object.keys(series.labels).sort();
  if (labels.length === 0) return series.metric;
  return `${series.metric}{${labels.map((label) => `${label}=${JSON.stringify(series.labels[label])}`).join(',')}}`;
}
