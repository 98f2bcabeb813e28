import type { VmId } from '../model/vm-id.ts';
import type { SubjectSeries } from '../series/series-text.ts';
import type { AlignedBand, Grid } from './band.ts';

/** What a series belongs to. The host of a VM is not part of it: a migration makes no new series. */
export type Subject = `vm:${VmId}` | `host:${string}`;

/** One series of a subject; its text is `formatSeries`. */
export interface SeriesName extends SubjectSeries {
  readonly subject: Subject;
}

/** A series to read. `lookbackMs` is at most how long one of its samples stands for what follows; the grid's where it is absent. */
export interface SeriesQuery extends SeriesName {
  readonly lookbackMs?: number;
}

/** What pages and the API read. Embedded or remote, the answers are of one shape and one contract suite runs on both. */
export interface HistoryReader {
  /** The named series on a grid, in the order asked; a series that is not known is all null. */
  range(series: readonly SeriesQuery[], grid: Grid): Promise<readonly AlignedBand[]>;
  /** The last value at or before `at` and after `at - lookbackMs`, or undefined. */
  instant(series: SeriesName, at: number, lookbackMs: number): Promise<number | undefined>;
}
