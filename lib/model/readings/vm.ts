import { z } from 'zod';

/**
 * What kind of instance stands on the host: the virtual machine itself, an incoming (planned) one, or a replica.
 * Source: cim-facts.md 1.1 (ReplicationMode 2, 3, 4 = replica) and 4.1 (VirtualSystemType).
 */
export const vmKinds = ['realized', 'planned', 'replica'] as const;
export type VmKind = (typeof vmKinds)[number];

/** One VM as its host sees it (`Msvm_ComputerSystem`, its realized settings and summary). Times are ISO 8601 UTC. */
export const vmReading = z.object({
  name: z.string(),
  kind: z.enum(vmKinds),
  /** `EnabledState`, Hyper-V's own code: 2 running, 3 off, 6 saved, 9 paused, 10 starting (cim-facts.md 1.2). */
  state: z.number().int(),
  /** `OtherEnabledState`, only with state 1: Saving, Quiescing, Resuming … */
  otherState: z.string().optional(),
  /** 5 ok, 20 major failure, 25 critical. */
  healthState: z.number().int().optional(),
  /** [0] status, [1] current operation, for example 32774 migrating. */
  operationalStatus: z.array(z.number().int()),
  /** Host time minus OnTimeInMilliseconds; kept unless it moves by more than two seconds. Absent when not on. */
  startedAt: z.iso.datetime().optional(),
  stateChangedAt: z.iso.datetime().optional(),
  createdAt: z.iso.datetime().optional(),
  generation: z.union([z.literal(1), z.literal(2)]).optional(),
  /** Configuration version, such as "9.0". */
  version: z.string().optional(),
  /** 0 none, 1 primary, 2 replica, 3 test replica, 4 extended. */
  replicationMode: z.number().int().optional(),
  processors: z.number().int().optional(),
  /** As the host sums it up; guest-controlled text. */
  guestOperatingSystem: z.string().optional(),
});
export type VmReading = z.infer<typeof vmReading>;

/** The host row that comes with the VMs. */
export const vmHostReading = z.object({
  /** NetBIOS name of the host, from its own `Msvm_ComputerSystem` row. */
  computerName: z.string(),
  /** VMs counted by the health summary, asked only where no VM row came; undefined otherwise. */
  countedByHealthSummary: z.number().int().optional(),
  /** How many instances of each kind stand on the host; 0 is said, because the host answered. */
  instances: z.record(z.enum(vmKinds), z.number().int().nonnegative()),
});
export type VmHostReading = z.infer<typeof vmHostReading>;
