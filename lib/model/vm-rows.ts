import { type ZodError, type ZodType, z } from 'zod';
import { parseVmId, type VmId } from './vm-id.ts';

/** The rows of a record that could be read, in the order in which the host sent them, and a sentence for each that could not. */
export type VmRows<Row> =
  | { readonly ok: true; readonly rows: readonly (readonly [VmId, Row])[]; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const envelope = z.object({ vms: z.array(z.unknown()) });
const identified = z.object({ id: z.string() });

/**
 * Reads `{"vms":[{"id":…, …}]}`, the shape of every collector's data. Never throws. One broken row costs only its own VM and is
 * said in `leftOut`; of two rows with one id the first is kept. Sentences hold ids and property names, never values from a guest.
 */
export function parseVmRows<Row>(data: unknown, row: ZodType<Row>): VmRows<Row> {
  const parsed = envelope.safeParse(data);
  if (!parsed.success) return { ok: false, reason: `The record has no list of VMs: ${toIssueText(parsed.error)}.` };
  const rows = new Map<VmId, Row>();
  const leftOut: string[] = [];
  for (const [index, candidate] of parsed.data.vms.entries()) {
    const id = identified.safeParse(candidate);
    const vmId = id.success ? parseVmId(id.data.id) : undefined;
    if (vmId === undefined) {
      leftOut.push(`row ${index + 1} has no VM id`);
      continue;
    }
    if (rows.has(vmId)) {
      leftOut.push(`row ${index + 1} repeats VM ${vmId}`);
      continue;
    }
    const read = row.safeParse(candidate);
    if (read.success) rows.set(vmId, read.data);
    else leftOut.push(`VM ${vmId}: ${toIssueText(read.error)}`);
  }
  return { ok: true, rows: [...rows], leftOut };
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
