import { mostRows } from '#lib/api/query-parameters.ts';

/** How many rows a request wants: a whole number from 0 to 5,000, or `usual` where it says nothing that is one. */
export function parseLimit(given: string | null, usual: number): number {
  return given === null || !/^\d{1,6}$/.test(given) ? usual : Math.min(Number(given), mostRows);
}
