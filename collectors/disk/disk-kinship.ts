import type { VmDisk } from '#lib/model/readings/disk.ts';

/** What is asked of a disk to tell whether another file is still the same disk. */
export type KinDisk = Pick<VmDisk, 'kind' | 'path' | 'chain' | 'isCheckpoint'> & {
  readonly diskId?: string | undefined;
  readonly virtualBytes?: number | undefined;
};

/**
 * How the disk at a place follows the one that was there: `same-file`; `checkpoint`: a checkpoint was taken, applied or merged;
 * `moved`: its file lies elsewhere or has another name; `replaced`: another disk; `unknown`: another file that nobody could ask yet.
 */
export type Kinship = 'same-file' | 'checkpoint' | 'moved' | 'replaced' | 'unknown';

/** Windows compares paths without letter case. */
export function isSamePath(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/**
 * Tells a checkpoint, a merge and a storage migration from another disk (hyperv-facts.md 5.6: a merge ends at the base file). VirtualDiskId
 * stays through a move, and is also shared by copies of one template, so that a copy put in its place looks like a move. Pure.
 */
export function decideKinship(before: KinDisk, now: KinDisk): Kinship {
  if (before.kind !== now.kind) return 'replaced';
  const ids = compareIds(before, now);
  if (isSamePath(before.path, now.path)) return ids === 'differ' && !isCheckpointOf(before, now) ? 'replaced' : 'same-file';
  if (before.kind === 'pass-through') return 'replaced';
  if (isCheckpointOf(before, now)) return 'checkpoint';
  if (ids === 'equal') return 'moved';
  if (ids === 'differ') return 'replaced';
  // Hyper-V keeps the file's name when it moves storage, and cannot change its size on the way.
  if (fileName(before.path) === fileName(now.path) && !sizesDiffer(before, now)) return 'moved';
  return before.diskId !== undefined && now.diskId === undefined ? 'unknown' : 'replaced';
}

function compareIds(before: KinDisk, now: KinDisk): 'equal' | 'differ' | 'unknown' {
  if (before.diskId === undefined || now.diskId === undefined) return 'unknown';
  return before.diskId === now.diskId ? 'equal' : 'differ';
}

function sizesDiffer(before: KinDisk, now: KinDisk): boolean {
  return before.virtualBytes !== undefined && now.virtualBytes !== undefined && before.virtualBytes !== now.virtualBytes;
}

/** One is among the other's parents, both have a parent in common, or the names say that one is a checkpoint of the other. */
function isCheckpointOf(before: KinDisk, now: KinDisk): boolean {
  if (!before.isCheckpoint && !now.isCheckpoint) return false;
  const line = (disk: KinDisk) => [disk.path, ...disk.chain].map((path) => path.toLowerCase());
  const older = new Set(line(before));
  if (!isSamePath(before.path, now.path) && line(now).some((path) => older.has(path))) return true;
  return stem(before) === stem(now);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1).toLowerCase();
}

/** Name of the base file: Hyper-V calls a checkpoint's file `<base>_<GUID>.avhdx`. */
function stem({ path, isCheckpoint }: KinDisk): string {
  const bare = fileName(path).replace(/\.[^.]*$/, '');
  return isCheckpoint ? bare.replace(/_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '') : bare;
}
