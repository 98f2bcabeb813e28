import { z } from 'zod';
import { integrationServices } from '../integration-service.ts';
import { beaconReading } from '../readings/beacon.ts';
import { heartbeatReading } from '../readings/heartbeat.ts';
import { kvpReading } from '../readings/kvp.ts';
import { vmKinds, vmReading } from '../readings/vm.ts';
import { apiVmClock } from './clocks.ts';
import { apiVmDisks } from './disks.ts';
import { apiFinding } from './findings.ts';
import { apiFreshness, apiSign } from './vital-sign.ts';
import { apiVm } from './vms.ts';

/** A reading with its age. `changedAt` is when its content last changed, UTC milliseconds. */
const timing = { freshness: apiFreshness, changedAt: z.number() };

const serviceRow = z.object({
  service: z.enum(integrationServices),
  sign: apiSign,
  /** Null where the host sent no rows for this service. */
  enabled: z.boolean().nullable(),
  primary: z.number().int().nullable(),
  secondary: z.number().int().nullable(),
});

const change = z.object({
  id: z.number().int(),
  at: z.number(),
  host: z.string(),
  collector: z.string(),
  what: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/** Answer of `/api/v1/vms/{vmId}`: everything that the VM page shows. Parts that were not read are null. */
export const apiVmDetail = z.object({
  revision: z.number().int(),
  vm: apiVm,
  /** Worst first. */
  findings: z.array(apiFinding),
  reading: z.object({ ...timing, reading: vmReading }).nullable(),
  heartbeat: z.object({ ...timing, reading: heartbeatReading }).nullable(),
  services: z.object({ ...timing, rows: z.array(serviceRow) }).nullable(),
  kvp: z.object({ ...timing, reading: kvpReading }).nullable(),
  beacon: z.object({ ...timing, reading: beaconReading }).nullable(),
  /** Joined from the beacon and the host's clock; null where the beacon says nothing of a clock. */
  clock: apiVmClock.nullable(),
  /** As host and guest see them (lib/derive/vm-disks.ts); null where the host's side has not been read. */
  disks: z.object({ ...timing, ...apiVmDisks.shape }).nullable(),
  copies: z.array(
    z.object({
      host: z.string(),
      name: z.string(),
      kind: z.enum(vmKinds),
      state: z.number().int(),
      otherState: z.string().optional(),
    }),
  ),
  /** False where only a replica or an incoming migration stands for the id. */
  owned: z.boolean(),
  /** Hosts that run it at once, where there are two or more. */
  contested: z.array(z.string()),
  /** Collectors whose stored reading does not fit its schema. */
  invalid: z.array(z.string()),
  /** Newest first. */
  changes: z.array(change),
});
export type ApiVmDetail = z.infer<typeof apiVmDetail>;
