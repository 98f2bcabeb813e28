import type { VmFilter } from './_components/vm/filter-vms.ts';

export interface OverviewParams extends VmFilter {
  readonly allRows: boolean;
}

const maximumText = 200;

/** URL → what the overview shows. Anything else than the known values is as if it were not there. */
export function parseOverviewParams(params: { get(name: string): string | null }): OverviewParams {
  return {
    text: (params.get('q') ?? '').slice(0, maximumText),
    show: params.get('show') === 'broken' ? 'broken' : 'all',
    allRows: params.get('rows') === 'all',
  };
}

/** The same back; defaults are left out, so that the plain page has a plain URL. */
export function toOverviewSearch({ text, show, allRows }: OverviewParams): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (show !== 'all') params.set('show', show);
  if (allRows) params.set('rows', 'all');
  return params.size === 0 ? '' : `?${params}`;
}
