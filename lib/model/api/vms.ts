import { z } from 'zod';
import { findingCodes } from '../../findings/finding.ts';
import { vmKinds } from '../readings/vm.ts';
import { apiLevel, apiTimedSign } from './vital-sign.ts';

/** One VM id with its four vital signs, as its owner's host sees it. Names and addresses are guest-controlled text. */
export const apiVm = z.object({
  vmId: z.string(),
  name: z.string(),
  host: z.string(),
  /** Null where no `vm` reading has arrived. */
  kind: z.enum(vmKinds).nullable(),
  state: z.number().int().nullable(),
  /** The worst of its signs and findings. */
  level: apiLevel,
  /** Codes of the findings that hold, worst first. */
  findings: z.array(z.enum(findingCodes)),
  signs: z.object({ power: apiTimedSign, heartbeat: apiTimedSign, services: apiTimedSign, kvp: apiTimedSign }),
  addresses: z.array(z.string()),
  /** Other hosts on which the id stands. */
  copies: z.number().int(),
});

/** Answer of `/api/v1/vms`, worst first, then those with the most findings, then by name. */
export const apiVms = z.object({
  revision: z.number().int(),
  /** How many fit, on all pages. */
  total: z.number().int(),
  vms: z.array(apiVm),
  /** What to ask with as `cursor` for the next of them; null where there are none. */
  next: z.string().nullable(),
});
export type ApiVms = z.infer<typeof apiVms>;
export type ApiVm = z.infer<typeof apiVm>;
