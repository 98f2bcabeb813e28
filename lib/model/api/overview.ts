import { z } from 'zod';
import { apiFindingGroup, apiHostFindingGroup } from './findings.ts';
import { apiHost } from './hosts.ts';
import { apiVm } from './vms.ts';

const count = z.number().int();

/** The numbers over the whole fleet, counted when the answer was made (see lib/derive/fleet-numbers.ts). */
const fleetNumbers = z.object({
  hosts: count,
  hostsReachable: count,
  collectorsFailing: count,
  vms: count,
  running: count,
  otherStates: z.array(z.object({ state: count.nullable(), count })),
  critical: count,
  warning: count,
  stale: count,
});

/** Answer of `/api/v1/overview`: numbers, findings by code, and the hosts and VMs that want someone most. */
export const apiOverview = z.object({
  revision: count,
  numbers: fleetNumbers,
  findings: z.array(apiFindingGroup),
  /** Findings about hosts themselves. */
  hostFindings: z.array(apiHostFindingGroup),
  worstHosts: z.array(apiHost),
  worst: z.array(apiVm),
});
export type ApiOverview = z.infer<typeof apiOverview>;
