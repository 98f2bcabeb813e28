import { z } from 'zod';

/**
 * The virtual disks of one VM as the host sees them (cim-facts.md 6). DVD drives and floppies are left out. Paths and names may be
 * chosen by whoever owns the VM: every text is cut by the parser and escaped on output.
 */
const text = z.string().max(512);
const bytes = z.number().int().nonnegative();

/**
 * What asking for the file gave. `ok`: its size is known; `missing`: no such file; `access-denied`: for a share (SMB) mostly the double
 * hop, because the session's rights do not reach a second machine; `locked`: another program has it open for itself; `timed-out`:
 * the image service did not answer in time; `error`: anything else; `not-asked`: its turn did not come yet, or it has no file.
 */
export const diskFileOutcomes = ['ok', 'missing', 'access-denied', 'locked', 'timed-out', 'error', 'not-asked'] as const;
export type DiskFileOutcome = (typeof diskFileOutcomes)[number];

export const diskControllers = ['ide', 'scsi', 'other'] as const;
export const diskKinds = ['virtual', 'pass-through'] as const;
export const diskFormats = ['vhd', 'vhdx', 'vhd-set', 'unknown'] as const;
export const diskTypes = ['fixed', 'dynamic', 'differencing', 'unknown'] as const;

/** One disk at one place of a VM: the place is controller and location, whatever file lies there. */
export const vmDisk = z.object({
  /** Kind of the controller. `other`: neither IDE nor SCSI, or its row did not come. */
  controller: z.enum(diskControllers),
  /**
   * IDE: the controller's own address, 0 or 1. SCSI has no such property: the place among the VM's SCSI controllers in the order in
   * which Hyper-V lists them (cim-facts.md 6.2). Absent where no controller row came. For people; joins go by `controllerId`.
   */
  controllerNumber: z.number().int().nonnegative().optional(),
  /** SCSI only: GUID of the controller, lower case. It is the controller's VMBus instance in the guest (disk.md says how sure that is). */
  controllerId: z.string().max(64).optional(),
  /** Place on the controller; for SCSI the LUN that the guest sees. */
  location: z.number().int().nonnegative(),
  kind: z.enum(diskKinds),
  /** The file, as Hyper-V names it; for a pass-through disk the path of the host's disk object. */
  path: text,
  /** By the image service, else by the end of the path. */
  format: z.enum(diskFormats),
  type: z.enum(diskTypes),
  /** Size that the guest is offered. */
  virtualBytes: bytes.optional(),
  /** Size of the top file alone, not of its parents. */
  fileBytes: bytes.optional(),
  /** Smallest size to which it could be shrunk; only where Hyper-V knows it. */
  minBytes: bytes.optional(),
  /** Parents of a differencing file, nearest first, at most 16. */
  chain: z.array(text).max(16),
  /** The chain goes on where `chain` ends: it is longer, or a parent could not be asked. */
  chainCut: z.boolean().optional(),
  /** The file is one of a checkpoint (`.avhdx`, `.avhd`), not the VM's own. */
  isCheckpoint: z.boolean(),
  /** Several VMs may use it: a VHD set, or persistent reservations are switched on. */
  shared: z.boolean(),
  /** VirtualDiskId of the file: the same through checkpoints, merges and moves. Lower case. */
  diskId: z.string().max(64).optional(),
  /** Sizes as each source gave them last; `virtualBytes` follows whichever changed last. */
  sizes: z.object({ file: bytes.optional(), device: bytes.optional() }),
  file: z.object({
    outcome: z.enum(diskFileOutcomes),
    /** One sentence; absent where the outcome is ok or not-asked. */
    reason: text.optional(),
    /** Last write by the host's file system, UTC milliseconds. */
    writtenAt: z.number().optional(),
    /** When the image service last told type, format and chain, UTC milliseconds of the host's clock; absent: never yet. */
    askedAt: z.number().optional(),
  }),
});
export type VmDisk = z.infer<typeof vmDisk>;

/** The disks of one VM, by controller and location. */
export const diskReading = z.object({
  disks: z.array(vmDisk).max(256),
  /** Disks beyond the limit above. */
  leftOut: z.number().int().nonnegative().optional(),
});
export type DiskReading = z.infer<typeof diskReading>;
