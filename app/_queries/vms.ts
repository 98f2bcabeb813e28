import { queryOptions } from '@tanstack/react-query';
import { applyPackedVms, type VmList } from '#lib/derive/vm-list.ts';
import type { PackedVms } from '#lib/model/pack-vms.ts';
import { readApi } from './api-client.ts';
import { nextTurn, runInSlices } from './run-in-slices.ts';

const queryKey = ['vms'];

/** All VMs, read whole from `/api/v1/vm-list` once; from then on only what has changed is read. */
export const vmsQuery = () =>
  queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<VmList> => {
      const held = client.getQueryData<VmList>(queryKey);
      const known = held === undefined ? {} : { life: held.life, since: held.revision };
      const packed = await readApi('GET /api/v1/vm-list', known, signal);
      if (held !== undefined && packed.since === packed.revision) return held;
      const list =
        (await unpack(held, packed, signal)) ??
        (await unpack(undefined, await readApi('GET /api/v1/vm-list', {}, signal), signal));
      // Only a reader who has gone makes both come to nothing.
      signal.throwIfAborted();
      if (list === undefined) throw new TypeError(`The list of VMs answered a change where the whole list was asked for.`);
      return list;
    },
    // Comparing thousands of VMs member by member costs more than drawing the rows in sight.
    structuralSharing: false,
  });

/** No host has more VMs than this; the API lists no more at once. */
export const mostOfHost = 5_000;

/** The VMs that one host owns. */
export const hostVmsQuery = (host: string) =>
  queryOptions({
    queryKey: ['vms', host],
    queryFn: ({ signal }) => readApi('GET /api/v1/vms', { host, limit: mostOfHost }, signal),
  });

/** Parsing a long answer is one task; what is made of it takes more of them. */
async function unpack(held: VmList | undefined, packed: PackedVms, signal: AbortSignal): Promise<VmList | undefined> {
  await nextTurn();
  return runInSlices(applyPackedVms(held, packed), signal);
}
