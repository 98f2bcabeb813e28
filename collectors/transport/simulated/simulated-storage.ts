/** The virtual storage of a VM as its host has it. Plain JSON. */
export interface SimulatedStorage {
  /** In the order in which Hyper-V lists them, which is not that of their ids. */
  readonly controllers: readonly SimulatedController[];
  readonly drives: readonly SimulatedDrive[];
}

export interface SimulatedController {
  readonly kind: 'ide' | 'scsi';
  /** In the InstanceID; that of IDE controllers is always the same. */
  readonly guid: string;
  /** IDE 0 or 1; always 0 for SCSI. */
  readonly number: number;
  /** What the guest is shown where that is another id; undefined: the same. */
  readonly shownId?: string | undefined;
}

export interface SimulatedDrive {
  /** Which of the controllers. */
  readonly controller: number;
  readonly location: number;
  /** The file and its parents, nearest first; empty for a pass-through disk. */
  readonly files: readonly SimulatedFile[];
  /** Object path of the host's disk, for a pass-through disk. */
  readonly hostDisk?: string | undefined;
  /** What a running guest is offered. */
  readonly deviceBytes: number;
  /** Persistent reservations are switched on. */
  readonly shared: boolean;
  /** Object paths with single backslashes, and file paths with doubled ones. */
  readonly oddPaths?: boolean | undefined;
}

export interface SimulatedFile {
  readonly path: string;
  readonly bytes: number;
  /** True UTC milliseconds. */
  readonly writtenAt: number;
  readonly type: 'fixed' | 'dynamic' | 'differencing';
  readonly format: 'vhd' | 'vhdx' | 'vhd-set';
  readonly virtualBytes: number;
  readonly minBytes?: number | undefined;
  readonly diskId: string;
  /** Of a differencing file; it stands among the drive's files. */
  readonly parentPath?: string | undefined;
  /**
   * `missing`, `denied`: the file system says so. `locked`, `not-found`: the image service does. `job`: it answers by a job that is not
   * done; `job-locked`: by one that found the file locked.
   */
  readonly fault?: 'missing' | 'denied' | 'locked' | 'not-found' | 'job' | 'job-locked' | undefined;
}

/** Every file of the drives, by lower-case path; of two the first counts. */
export function filesByPath(storages: readonly SimulatedStorage[]): ReadonlyMap<string, SimulatedFile> {
  const files = new Map<string, SimulatedFile>();
  for (const { drives } of storages) {
    for (const file of drives.flatMap((drive) => drive.files)) {
      const key = file.path.toLowerCase();
      if (!files.has(key)) files.set(key, file);
    }
  }
  return files;
}

/** GUID of the emulated IDE controllers (cim-facts.md 6.2). */
export const ideController = '83f8638b-8dca-4152-9eda-2ca8b33039b4';
