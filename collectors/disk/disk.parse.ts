import type { CollectorEvent, ParseContext, ParseResult } from '#collectors/collector.ts';
import { type DiskReading, diskControllers, type VmDisk } from '#lib/model/readings/disk.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmRows, toPartialReason } from '#lib/model/vm-rows.ts';
import { type DiskChange, toDiskEvent, toPlace } from './disk-events.ts';
import { decideKinship, isSamePath } from './disk-kinship.ts';
import { type DiskRow, diskRecord, diskVmRow } from './disk-row.ts';
import { type DiskState, type FormerDisk, readDiskState } from './disk-state.ts';
import { type ReadDisk, readDisk } from './read-disk.ts';

const mostDisks = 256;
const mostEvents = 50;
/** A path that is longer than any of Windows is not sent back. */
const longestPath = 32_767;

/**
 * Record data of collector `disk` (shape: disk.md) → one reading per VM, what happened to its disks since the reading before, and what
 * the host need not ask again. Pure, never throws. A VM that is seen for the first time on a host has no events.
 */
export function parseDisk(
  data: unknown,
  context: ParseContext<DiskReading, DiskState>,
): ParseResult<never, DiskReading, DiskState> {
  const parsed = parseVmRows(data, diskVmRow);
  if (!parsed.ok) return parsed;
  const state = readDiskState(context.state);
  const vms = new Map<VmId, DiskReading>();
  const events: CollectorEvent[] = [];
  const waiting: Record<string, Record<string, FormerDisk>> = {};
  const stamps = new Stamps(state.known);
  for (const [vmId, row] of parsed.rows) {
    const previous = context.previous.get(vmId);
    const read = readVm(row.disks, previous, context.hostTime);
    for (const [at, { details }] of read.disks.entries()) stamps.add(read.rows[at]?.stamp ?? undefined, details);
    const reading = toReading(read.disks, row.disks.length);
    vms.set(vmId, previous !== undefined && JSON.stringify(previous) === JSON.stringify(reading) ? previous : reading);
    const changes = compareDisks(read.disks, previous, state.waiting[vmId] ?? {});
    events.push(...changes.found.slice(0, mostEvents).map((change) => toDiskEvent(vmId, change, context.hostTime)));
    if (Object.keys(changes.waiting).length > 0) waiting[vmId] = changes.waiting;
  }
  const next = diskRecord.safeParse(data).data?.next ?? null;
  const after: DiskState = { known: stamps.toKnown(), after: next !== null && next.length <= longestPath ? next : null, waiting };
  const partialReason = toPartialReason(parsed.leftOut);
  return {
    ok: true,
    vms,
    events,
    // The same object where nothing changed, so that the caller need not write it again.
    state: context.state !== undefined && JSON.stringify(after) === JSON.stringify(state) ? context.state : after,
    ...(partialReason === undefined ? {} : { partialReason }),
  };
}

/** Files that need not be asked again. A file that lies in several VMs is known only where every one of them holds its details. */
class Stamps {
  readonly #before: ReadonlySet<string>;
  readonly #known = new Set<string>();
  readonly #lacking = new Set<string>();

  constructor(before: readonly string[]) {
    this.#before = new Set(before);
  }

  add(stamp: string | undefined, details: ReadDisk['details']): void {
    if (stamp === undefined) return;
    if (details === 'whole' || (details === 'kept' && this.#before.has(stamp))) this.#known.add(stamp);
    else this.#lacking.add(stamp);
  }

  /** Sorted, so that equal states are equal as text. */
  toKnown(): string[] {
    return [...this.#known].filter((stamp) => !this.#lacking.has(stamp)).toSorted();
  }
}

interface ReadVm {
  readonly disks: readonly ReadDisk[];
  /** The row of each disk. */
  readonly rows: readonly DiskRow[];
}

/** The disks of a VM by place; of two at one place the first counts. */
function readVm(rows: readonly DiskRow[], previous: DiskReading | undefined, hostTime: number): ReadVm {
  const byPlace = new Map(previous?.disks.map((disk) => [toPlace(disk), disk]));
  const byPath = new Map(previous?.disks.map((disk) => [disk.path.toLowerCase(), disk]));
  const places = new Set<string>();
  const read: { readonly row: DiskRow; readonly disk: ReadDisk }[] = [];
  for (const row of rows) {
    const place = toPlace({ ...row, controllerId: row.controller === 'scsi' ? row.controllerId : undefined });
    if (places.has(place) || read.length >= mostDisks) continue;
    places.add(place);
    const before = byPlace.get(place);
    const sameFile = before !== undefined && isSamePath(before.path, row.path) ? before : byPath.get(row.path.toLowerCase());
    const known = { before, sameFile, hostTime };
    read.push({ row, disk: readDisk(row, known) });
  }
  const sorted = read.toSorted((a, b) => compareByPlace(a.disk.disk, b.disk.disk));
  return { disks: sorted.map(({ disk }) => disk), rows: sorted.map(({ row }) => row) };
}

function compareByPlace(a: VmDisk, b: VmDisk): number {
  const controllers = diskControllers.indexOf(a.controller) - diskControllers.indexOf(b.controller);
  const numbers = (a.controllerNumber ?? -1) - (b.controllerNumber ?? -1);
  return controllers || numbers || (a.controllerId ?? '').localeCompare(b.controllerId ?? '') || a.location - b.location;
}

function toReading(disks: readonly ReadDisk[], sent: number): DiskReading {
  const leftOut = sent - disks.length;
  return { disks: disks.map(({ disk }) => disk), ...(leftOut > 0 ? { leftOut } : {}) };
}

interface Comparison {
  readonly found: readonly DiskChange[];
  readonly waiting: Record<string, FormerDisk>;
}

/** What happened since the reading before, and the places of which that is not known yet. */
function compareDisks(
  disks: readonly ReadDisk[],
  previous: DiskReading | undefined,
  waited: Readonly<Record<string, FormerDisk>>,
): Comparison {
  const waiting: Record<string, FormerDisk> = {};
  if (previous === undefined) return { found: [], waiting };
  const byPlace = new Map(previous.disks.map((disk) => [toPlace(disk), disk]));
  const found: DiskChange[] = [];
  for (const { disk, kinship } of disks) {
    const place = toPlace(disk);
    const before = byPlace.get(place);
    byPlace.delete(place);
    if (before === undefined || kinship === undefined) {
      if (previous.leftOut === undefined) found.push({ kind: 'disk-attached', disk });
      continue;
    }
    const former = waited[place];
    const change = former === undefined ? compareDisk(disk, before, kinship) : resolve(disk, before, former);
    if (change === 'wait') waiting[place] = former ?? toFormer(before);
    else if (change !== undefined) found.push(change);
  }
  // Where not all were read, one that is not there may only have slipped out of the list.
  if (disks.length < mostDisks) for (const disk of byPlace.values()) found.push({ kind: 'disk-detached', disk });
  return { found, waiting };
}

function compareDisk(disk: VmDisk, before: VmDisk, kinship: ReadDisk['kinship']): DiskChange | 'wait' | undefined {
  if (kinship === 'unknown') return mayYetBeAsked(disk) ? 'wait' : toReplaced(disk, before);
  if (kinship === 'replaced') return toReplaced(disk, before);
  // A size that a source tells for the first time is no change, whatever the other one said before.
  const changed = (source: 'file' | 'device') =>
    before.sizes[source] !== undefined && disk.sizes[source] !== undefined && before.sizes[source] !== disk.sizes[source];
  return changed('file') || changed('device') ? toResized(disk, before.virtualBytes) : undefined;
}

/** A disk whose file changed while nobody could ask it: as soon as its id is known, so is whether it is another one. */
function resolve(disk: VmDisk, before: VmDisk, former: FormerDisk): DiskChange | 'wait' | undefined {
  const past = { ...before, path: former.path, chain: [], diskId: former.diskId, virtualBytes: former.virtualBytes ?? undefined };
  const kinship = decideKinship(past, disk);
  if (kinship === 'unknown') return mayYetBeAsked(disk) ? 'wait' : toReplaced(disk, past);
  return kinship === 'replaced' ? toReplaced(disk, past) : toResized(disk, past.virtualBytes);
}

/** Its turn is still to come, or whatever stood in its way passes. */
function mayYetBeAsked({ file }: VmDisk): boolean {
  return file.outcome === 'ok' ? file.askedAt === undefined : ['not-asked', 'locked', 'timed-out'].includes(file.outcome);
}

function toFormer({ path, diskId, virtualBytes }: VmDisk): FormerDisk {
  return { path, diskId: diskId ?? '', virtualBytes: virtualBytes ?? null };
}

function toReplaced(disk: VmDisk, { path, virtualBytes }: Former): DiskChange {
  return { kind: 'disk-replaced', disk, fromPath: path, fromBytes: virtualBytes };
}

interface Former {
  readonly path: string;
  readonly virtualBytes?: number | undefined;
}

function toResized(disk: VmDisk, fromBytes: number | undefined): DiskChange | undefined {
  const toBytes = disk.virtualBytes;
  if (fromBytes === undefined || toBytes === undefined || fromBytes === toBytes) return undefined;
  return { kind: 'disk-resized', disk, fromBytes, toBytes };
}
