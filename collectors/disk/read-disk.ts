import type { DiskFileOutcome, VmDisk } from '#lib/model/readings/disk.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { decideKinship, type Kinship } from './disk-kinship.ts';
import type { DiskRow, ImageRow } from './disk-row.ts';

/** What was known before of the place and of the file. */
export interface KnownDisk {
  /** The disk that was at this place. */
  readonly before: VmDisk | undefined;
  /** A disk of this VM with the same path, wherever it was. */
  readonly sameFile: VmDisk | undefined;
  /** The host's time of the record, UTC milliseconds. */
  readonly hostTime: number;
}

/** One disk, how it follows the one that was at its place, and whether its file need not be asked again. */
export interface ReadDisk {
  readonly disk: VmDisk;
  /** Undefined where nothing was at the place. */
  readonly kinship: Kinship | undefined;
  /** What the image service says is in the reading: asked now and whole, or asked before. */
  readonly details: 'whole' | 'kept' | 'none';
}

/** A file that could not be asked, or whose chain could not be followed, is asked again. */
function decideDetails({ image }: DiskRow, kept: VmDisk | undefined): ReadDisk['details'] {
  if (image === null || image === undefined) return kept === undefined ? 'none' : 'kept';
  return 'failure' in image || image.again ? 'none' : 'whole';
}

const formats: Readonly<Record<number, VmDisk['format']>> = { 2: 'vhd', 3: 'vhdx', 4: 'vhd-set' };
const types: Readonly<Record<number, VmDisk['type']>> = { 2: 'fixed', 3: 'dynamic', 4: 'differencing' };
const mostParents = 16;

/** One row of the record → the disk. What the image service said before stays until it says something else of the same file. Pure. */
export function readDisk(row: DiskRow, { before, sameFile, hostTime }: KnownDisk): ReadDisk {
  const fresh = toImage(row);
  const kept = sameFile?.file.askedAt === undefined ? undefined : sameFile;
  // A chain that cannot be followed is asked about every time; only what it says then is news.
  const askedAt = fresh?.again === true ? (kept?.file.askedAt ?? hostTime) : hostTime;
  const details = fresh === undefined ? kept : toDetails(fresh, askedAt);
  const part = toPart(row, details);
  const kinship = before === undefined ? undefined : decideKinship(before, part);
  const follows = kinship === undefined || kinship === 'replaced' || kinship === 'unknown' ? undefined : before;
  const sizes = withoutUndefined({
    file: fresh?.maxBytes ?? kept?.sizes.file ?? follows?.sizes.file,
    device: row.deviceBytes ?? sameFile?.sizes.device ?? follows?.sizes.device,
  });
  // Equal readings are equal as text, so every key has its place, whether it was there in the row or not.
  const { virtualBytes: _, fileBytes, ...rest } = part;
  const disk: VmDisk = withoutUndefined({
    ...rest,
    fileBytes: fileBytes ?? (row.file === null || row.file === undefined ? sameFile?.fileBytes : undefined),
    virtualBytes: decideVirtualBytes(sizes, follows),
    sizes,
    file: withoutUndefined({ ...toFile(row, sameFile, details !== undefined), askedAt: details?.file.askedAt }),
  });
  return { disk, kinship, details: decideDetails(row, kept) };
}

/** What the image service says of a file, as a reading holds it. */
interface Details {
  readonly format: VmDisk['format'];
  readonly type: VmDisk['type'];
  readonly minBytes?: number | undefined;
  readonly chain: string[];
  readonly chainCut?: boolean | undefined;
  readonly diskId?: string | undefined;
  readonly file: { readonly askedAt?: number | undefined };
}

function toImage({ image }: DiskRow): ImageRow | undefined {
  return image === null || image === undefined || 'failure' in image ? undefined : image;
}

function toDetails(image: ImageRow, askedAt: number): Details {
  return withoutUndefined({
    format: formats[image.format ?? 0] ?? 'unknown',
    type: types[image.type ?? 0] ?? 'unknown',
    minBytes: image.minBytes,
    chain: image.parents.slice(0, mostParents),
    chainCut: image.cut || image.parents.length > mostParents ? true : undefined,
    diskId: image.diskId,
    file: { askedAt },
  });
}

/** Everything but sizes and outcome. A disk that nobody could ask about is what the end of its path says. */
function toPart(row: DiskRow, details: Details | undefined) {
  const isCheckpoint = /\.avhd[xs]?$/i.test(row.path);
  return withoutUndefined({
    controller: row.controller,
    controllerNumber: row.controllerNumber,
    controllerId: row.controller === 'scsi' ? row.controllerId : undefined,
    location: row.location,
    kind: row.kind,
    path: row.path,
    format: details?.format ?? toFormat(row.path),
    type: details?.type ?? (isCheckpoint ? ('differencing' as const) : ('unknown' as const)),
    virtualBytes: row.deviceBytes,
    fileBytes: row.file !== null && row.file !== undefined && 'bytes' in row.file ? row.file.bytes : undefined,
    minBytes: details?.minBytes,
    chain: details?.chain ?? [],
    chainCut: details?.chainCut,
    isCheckpoint,
    shared: row.shared || /\.a?vhds$/i.test(row.path) || details?.format === 'vhd-set',
    diskId: details?.diskId,
  });
}

function toFormat(path: string): VmDisk['format'] {
  const end = /\.a?(vhdx|vhds|vhd)$/i.exec(path)?.[1]?.toLowerCase();
  return end === 'vhds' ? 'vhd-set' : end === 'vhdx' || end === 'vhd' ? end : 'unknown';
}

/**
 * Whichever source changed last is right: Msvm_LogicalDisk need not follow an online resize (cim-facts.md 6.3, unverified), and the image
 * service is asked in turns. At first it is the file, which cannot be out of date.
 */
function decideVirtualBytes(sizes: VmDisk['sizes'], before: VmDisk | undefined): number | undefined {
  const changed = (source: 'file' | 'device') =>
    before?.sizes[source] !== undefined && sizes[source] !== undefined && before.sizes[source] !== sizes[source];
  if (changed('file')) return sizes.file;
  if (changed('device')) return sizes.device;
  if (before?.sizes.file === undefined && sizes.file !== undefined) return sizes.file;
  return before?.virtualBytes ?? sizes.file ?? sizes.device;
}

/** A failure of the file system comes first: the image service was not asked then. */
function toFile({ kind, file, image }: DiskRow, before: VmDisk | undefined, hasDetails: boolean) {
  const outcome = (word: DiskFileOutcome, reason?: string, writtenAt?: number) =>
    withoutUndefined({ outcome: word, reason, writtenAt });
  // A pass-through disk has no file; a file whose turn did not come is what it was.
  if (kind === 'pass-through') return outcome('not-asked');
  if (file === null || file === undefined) {
    const last = before?.file;
    return outcome(last?.outcome ?? 'not-asked', last?.reason, last?.writtenAt);
  }
  if ('failure' in file) return outcome(file.failure, file.reason);
  const writtenAt = file.writtenAt === undefined ? undefined : Date.parse(file.writtenAt);
  if (image !== null && image !== undefined && 'failure' in image) return outcome(image.failure, image.reason, writtenAt);
  if (image !== null && image !== undefined) return outcome('ok', undefined, writtenAt);
  // Not asked this time. What it could not be asked for before still holds, unless the file system was what failed.
  const last = before?.file;
  if (last !== undefined && last.writtenAt !== undefined && last.outcome !== 'ok' && last.outcome !== 'not-asked') {
    return outcome(last.outcome, last.reason, writtenAt);
  }
  return outcome(hasDetails ? 'ok' : 'not-asked', undefined, writtenAt);
}
