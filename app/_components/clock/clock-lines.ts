import type { ApiHistory } from '#lib/model/api/history.ts';
import { formatSeries } from '#lib/series/series-text.ts';

type Series = ApiHistory['series'][number];

/** The two series of one offset: its value, and the bound around it. */
export interface OffsetSeries {
  readonly offset: string;
  readonly bound: string;
}

const ofVm = (reference: 'ntp' | 'host'): OffsetSeries => ({
  offset: formatSeries({ metric: 'hvitals_vm_clock_offset_seconds', labels: { reference } }),
  bound: formatSeries({ metric: 'hvitals_vm_clock_offset_bound_seconds', labels: { reference } }),
});

export const vmOffsetSeries = { ntp: ofVm('ntp'), host: ofVm('host') } as const;
export const hostOffsetSeries: OffsetSeries = {
  offset: 'hvitals_host_clock_offset_seconds',
  bound: 'hvitals_host_clock_offset_bound_seconds',
};

/**
 * The offset as a line with its error bound as the band around it: from the lowest value of a step less the bound to the highest and the
 * bound. Where a step has no bound, the extremes alone are the band. Pure.
 */
export function withBound(offset: Series | undefined, bound: Series | undefined): Series | undefined {
  if (offset === undefined || bound === undefined) return offset;
  const { last } = offset;
  const widest = bound.max ?? bound.last;
  const edge = (extremes: Series['last'], sign: 1 | -1) =>
    extremes.map((value, index) => (value === null ? null : value + sign * (widest[index] ?? 0)));
  return { ...offset, min: edge(offset.min ?? last, -1), max: edge(offset.max ?? last, 1) };
}
