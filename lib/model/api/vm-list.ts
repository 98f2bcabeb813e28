import { z } from 'zod';
import { apiVm } from './vms.ts';

const number = z.number().int().nonnegative();
/** A kind of sign by its number in `signs`, alone where the reading has the age of its host; else with whether it was read, and the guest's text. */
const sign = z.union([number, z.tuple([number, z.literal([0, 1])]), z.tuple([number, z.literal([0, 1]), z.string()])]);
/** When it was read (UTC milliseconds), at which interval in seconds, and how often it failed since. */
const age = z.tuple([z.number().nullable(), z.number().nullable(), number]);
const { vmId, name, kind, state, level, findings, addresses, copies } = apiVm.shape;

/**
 * Answer of `/api/v1/vm-list`: what the page of VMs reads, packed. Rows are lists of values; hosts and signs are meant by their number. It
 * changes with the pages, without notice: programs read `/api/v1/vms`.
 */
export const apiVmList = z.object({
  /** Revisions of another life say nothing. */
  life: z.string(),
  revision: z.number().int(),
  /** The revision from which this leads on; null for the whole list. */
  since: z.number().int().nullable(),
  /** Name, labels, and the ages of the readings behind power, heartbeat, services and KVP. */
  hosts: z.array(z.tuple([z.string(), z.record(z.string(), z.string()), age, age, age, age])),
  signs: z.array(apiVm.shape.signs.shape.power.omit({ freshness: true })),
  /** Id, name, host, kind, state, level, findings, addresses, copies, and the four signs. */
  vms: z.array(z.tuple([vmId, name, number, kind, state, level, findings, addresses, copies, sign, sign, sign, sign])),
  /** Ids of VMs that no host lists any more. */
  gone: z.array(z.string()),
});
