import { z } from 'zod';
import { apiHostClock } from './clocks.ts';
import { apiHostFinding } from './findings.ts';
import { apiTarget } from './targets.ts';
import { apiLevel } from './vital-sign.ts';

/** A target with what stands on it. VMs are counted on the host that owns them. */
export const apiHost = z.object({
  ...apiTarget.shape,
  /** NetBIOS name as the host gives it; null where it has not been read. */
  computerName: z.string().nullable(),
  /** Null where its clock has not been read. */
  clock: apiHostClock.nullable(),
  /** Findings about the host itself, worst first. */
  findings: z.array(apiHostFinding),
  vms: z.object({
    total: z.number().int(),
    running: z.number().int(),
    broken: z.number().int(),
    worst: apiLevel,
  }),
});

/** Answer of `/api/v1/hosts`. */
export const apiHosts = z.object({ revision: z.number().int(), hosts: z.array(apiHost) });
export type ApiHosts = z.infer<typeof apiHosts>;
export type ApiHost = z.infer<typeof apiHost>;
