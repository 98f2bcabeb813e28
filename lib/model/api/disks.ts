import { z } from 'zod';
import { beaconDisk, beaconFilesystem } from '../readings/beacon.ts';
import { vmDisk } from '../readings/disk.ts';

/** Why a disk stands on one side only (lib/derive/vm-disks.ts says what each means). */
const unmatched = z.enum(['ide', 'not-reported', 'no-beacon', 'no-place', 'not-on-host', 'twice']);

/** A disk as host and guest see it. What the guest says is guest-controlled, and paths may be chosen by whoever owns the VM. */
export const apiDisk = z.object({
  host: vmDisk.nullable(),
  guest: beaconDisk.nullable(),
  filesystems: z.array(beaconFilesystem),
  unmatched: unmatched.nullable(),
  /** Whether both sides know the same size; null where one of them does not know one. */
  sameSize: z.boolean().nullable(),
});
export type ApiDisk = z.infer<typeof apiDisk>;

/** The disks of a VM, both sides joined. */
export const apiVmDisks = z.object({
  disks: z.array(apiDisk),
  /** Disks beyond the limit of the reading. */
  leftOut: z.number().int(),
  /** Filesystems of which the guest does not say on what disk they lie. */
  loose: z.array(beaconFilesystem),
  guestSide: z.enum(['none', 'stale', 'current']),
});
