import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** VMs that the page of clocks lists. */
export const mostClockRows = 200;

/** Which clocks: of one host with its VMs or of all, and how many VMs are listed. */
export interface ClocksWanted {
  readonly host: string | undefined;
  readonly limit: number;
}

/** `/api/v1/clocks`, polled by the browser. While another host loads, the clocks before stay. */
export const clocksQuery = ({ host, limit }: ClocksWanted) =>
  queryOptions({
    queryKey: ['clocks', host ?? null, limit],
    queryFn: ({ signal }) => readApi('GET /api/v1/clocks', { host, limit }, signal),
    placeholderData: keepPreviousData,
  });
