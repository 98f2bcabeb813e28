import { type ZodError, type ZodType, z } from 'zod';
import { isRow } from './same-fields.ts';
import { parseVmId, type VmId } from './vm-id.ts';

/** The rows of a record that could be read, in the order in which the host sent them, and a sentence for each that could not. */
export type VmRows<Row> =
  | { readonly ok: true; readonly rows: readonly (readonly [VmId, Row])[]; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** VMs of one host: four times as many as Hyper-V runs at the same time. A host that claims more has no reading. */
export const mostVms = 4_096;

const envelope = z.object({ vms: z.array(z.unknown()) });

/**
 * Reads `{"vms":[{"id":…, …}]}`, the shape of every collector's data. Never throws. One broken row costs only its own VM and is
 * said in `leftOut`; of two rows with one id the first is kept. Sentences hold ids and property names, never values from a guest.
 */
export function parseVmRows<Row>(data: unknown, row: ZodType<Row>): VmRows<Row> {
  const rows = new Map<VmId, Row>();
  const read = readRows(data, row, (vmId, read) => rows.set(vmId, read));
  return read.ok ? { ok: true, rows: [...rows], leftOut: read.leftOut } : read;
}

/** What a collector whose readings depend on little more than their rows makes of them. */
export interface RowReader<Row, Reading extends object> {
  readonly row: ZodType<Row>;
  readonly previous: ReadonlyMap<VmId, Reading>;
  /** Whether `toReading` would make a reading equal to `previous` of a row. Must not be true of a row that the schema refuses. */
  readonly repeats: (row: Readonly<Record<string, unknown>>, previous: Reading) => boolean;
  readonly toReading: (row: Row, vmId: VmId, previous: Reading | undefined) => Reading;
}

/** The readings of a record's VMs, and a sentence for each row that could not be read. */
export type RowReadings<Reading> =
  | { readonly ok: true; readonly vms: ReadonlyMap<VmId, Reading>; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * As `parseVmRows`, row by row to readings. A row that says again what the reading before says is that reading, the very object: nearly
 * all rows of nearly all scrapes are such, and then neither a schema, nor a comparison, nor a rendering has to look at them.
 */
export function parseVmReadings<Row, Reading extends object>(
  data: unknown,
  reader: RowReader<Row, Reading>,
): RowReadings<Reading> {
  const { row, previous, repeats, toReading } = reader;
  const vms = new Map<VmId, Reading>();
  const recall = (vmId: VmId, candidate: Readonly<Record<string, unknown>>): boolean => {
    const before = previous.get(vmId);
    if (before === undefined || !repeats(candidate, before)) return false;
    vms.set(vmId, before);
    return true;
  };
  const read = readRows(data, row, (vmId, read) => vms.set(vmId, toReading(read, vmId, previous.get(vmId))), recall);
  return read.ok ? { ok: true, vms, leftOut: read.leftOut } : read;
}

type ReadRows = { readonly ok: true; readonly leftOut: readonly string[] } | { readonly ok: false; readonly reason: string };

/** Hands out each VM's row: to `recall` first, which says whether it need not be read. */
function readRows<Row>(
  data: unknown,
  row: ZodType<Row>,
  take: (vmId: VmId, row: Row) => void,
  recall?: (vmId: VmId, candidate: Readonly<Record<string, unknown>>) => boolean,
): ReadRows {
  const parsed = envelope.safeParse(data);
  if (!parsed.success) return { ok: false, reason: `The record has no list of VMs: ${toIssueText(parsed.error)}.` };
  const { length } = parsed.data.vms;
  if (length > mostVms)
    return { ok: false, reason: `The record has ${length} VMs, and ${mostVms} is the most that hvitals takes.` };
  const seen = new Set<VmId>();
  const leftOut: string[] = [];
  for (const [index, candidate] of parsed.data.vms.entries()) {
    const vmId = isRow(candidate) && typeof candidate.id === 'string' ? parseVmId(candidate.id) : undefined;
    if (vmId === undefined || !isRow(candidate)) {
      leftOut.push(`row ${index + 1} has no VM id`);
      continue;
    }
    if (seen.has(vmId)) {
      leftOut.push(`row ${index + 1} repeats VM ${vmId}`);
      continue;
    }
    if (recall?.(vmId, candidate) === true) {
      seen.add(vmId);
      continue;
    }
    const read = row.safeParse(candidate);
    if (read.success) {
      seen.add(vmId);
      take(vmId, read.data);
    } else leftOut.push(`VM ${vmId}: ${toIssueText(read.error)}`);
  }
  return { ok: true, leftOut };
}

const mostSentences = 3;

/** One sentence that says what was left out of a record, or undefined where nothing was. */
export function toPartialReason(leftOut: readonly string[]): string | undefined {
  if (leftOut.length === 0) return undefined;
  const shown = leftOut.slice(0, mostSentences).join('; ');
  const more = leftOut.length - mostSentences;
  return `Left out: ${shown}${more > 0 ? `; and ${more} more` : ''}.`;
}

/** The first issue of a failed parse as `path: message`. Paths are property names and positions; received values are not named. */
function toIssueText(error: ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'unreadable';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
