import { z } from 'zod';
import type { Change, ParseContext, ParseResult } from '#collectors/collector.ts';
import { toEnabled } from '#lib/model/component-status.ts';
import { type KvpBlock, type KvpItem, type KvpProblem, type KvpReading, kvpBlocks } from '#lib/model/readings/kvp.ts';
import { codes, optionalInt } from '#lib/model/record-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmRows, toPartialReason } from '#lib/model/vm-rows.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { countItems, inOrder, parseKvpBlock } from './kvp-block.ts';
import { compareKvp } from './kvp-changes.ts';
import { type KvpState, readKvpState } from './kvp-state.ts';

const block = z.object({
  /** Null where the host has no row for the block. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  count: z.number().int().nonnegative(),
  /** Absent where the hash is the known one. */
  items: z.array(z.unknown()).nullish(),
  /** The host left items out, over its own limits. */
  cut: z.boolean().nullish(),
});
type BlockRow = z.infer<typeof block>;

const kvpRow = z.object({
  enabledState: optionalInt,
  operationalStatus: codes,
  intrinsic: block,
  guest: block,
  host: block,
});
type KvpRow = z.infer<typeof kvpRow>;

/** One VM's blocks as they now stand; `hash` is what the host may leave out next time. */
interface Block {
  readonly items: KvpItem[];
  readonly problems: readonly KvpProblem[];
  readonly hash: string | undefined;
}

/**
 * Record data of collector `kvp` (shape: kvp.md) → one reading per VM, the hashes to send next time, and what changed. Pure, never
 * throws. A block whose hash is the known one is taken from the reading before, unparsed. Where that reading is missing, the VM is
 * left out this once, which is said in `partialReason`, and its hashes are forgotten, so that the next scrape brings all of it.
 */
export function parseKvp(data: unknown, context: ParseContext<KvpReading, KvpState>): ParseResult<never, KvpReading, KvpState> {
  const parsed = parseVmRows(data, kvpRow);
  if (!parsed.ok) return parsed;
  const before = readKvpState(context.state);
  const after: KvpState = { known: {}, problems: {}, silent: {} };
  const vms = new Map<VmId, KvpReading>();
  const changes: Change[] = [];
  const leftOut = [...parsed.leftOut];
  for (const [vmId, row] of parsed.rows) {
    const previous = context.previous.get(vmId);
    const blocks = readBlocks(row, previous, before.known[vmId] ?? {}, before.problems[vmId] ?? {});
    if (blocks === undefined) {
      leftOut.push(`VM ${vmId}: items that are not known here did not come; asked for again`);
      continue;
    }
    const reading = toReading(row, blocks, previous);
    const history = compareKvp(vmId, previous, reading, before.silent[vmId] ?? {});
    vms.set(vmId, reading);
    changes.push(...history.changes);
    remember(
      after.known,
      vmId,
      pick(blocks, ({ hash }) => hash),
    );
    remember(
      after.problems,
      vmId,
      pick(blocks, ({ problems }) => (problems.length > 0 ? [...problems] : undefined)),
    );
    remember(after.silent, vmId, history.silent);
  }
  const partialReason = toPartialReason(leftOut);
  // The same object where nothing changed, so that the caller need not write it again.
  const state = context.state !== undefined && JSON.stringify(after) === JSON.stringify(before) ? context.state : after;
  return { ok: true, vms, changes, state, ...(partialReason === undefined ? {} : { partialReason }) };
}

type Blocks = Readonly<Record<KvpBlock, Block>>;

/** The three blocks, or undefined where one came without items and the reading before does not hold them. */
function readBlocks(
  row: KvpRow,
  previous: KvpReading | undefined,
  known: Readonly<Record<string, string>>,
  problems: Readonly<Record<string, readonly KvpProblem[]>>,
): Blocks | undefined {
  const read = (name: KvpBlock): Block | undefined =>
    readBlock(name, row[name], previous?.[name], known[name], problems[name] ?? []);
  const intrinsic = read('intrinsic');
  const guest = read('guest');
  const host = read('host');
  if (intrinsic === undefined || guest === undefined || host === undefined) return undefined;
  return { intrinsic, guest, host };
}

function readBlock(
  name: KvpBlock,
  row: BlockRow,
  items: KvpItem[] | undefined,
  known: string | undefined,
  problems: readonly KvpProblem[],
): Block | undefined {
  if (row.hash === null) return { items: items?.length === 0 ? items : [], problems: [], hash: undefined };
  if (row.hash === known && items !== undefined) return { items, problems, hash: known };
  if (row.items === null || row.items === undefined) return undefined;
  return { ...parseKvpBlock(name, row.items, row.cut === true), hash: row.hash };
}

/** The reading; the very one from before where nothing is different. */
function toReading(row: KvpRow, blocks: Blocks, previous: KvpReading | undefined): KvpReading {
  const problems = new Set(kvpBlocks.flatMap((name) => blocks[name].problems));
  const counts = pick(blocks, ({ items }, name) => (countItems(items) === row[name].count ? undefined : row[name].count));
  const reading: KvpReading = withoutUndefined({
    enabled: toEnabled(row.enabledState),
    primary: row.operationalStatus[0],
    intrinsic: blocks.intrinsic.items,
    guest: blocks.guest.items,
    host: blocks.host.items,
    counts: Object.keys(counts).length === 0 ? undefined : counts,
    problems: [...inOrder(problems)],
  });
  return previous !== undefined && isSame(previous, reading) ? previous : reading;
}

/** Whether two readings are equal; blocks are compared by identity, which is what makes an unchanged VM cheap. */
function isSame(a: KvpReading, b: KvpReading): boolean {
  return (
    a.enabled === b.enabled &&
    a.primary === b.primary &&
    kvpBlocks.every((name) => a[name] === b[name] && a.counts?.[name] === b.counts?.[name]) &&
    a.problems.join() === b.problems.join()
  );
}

/** One value per block, without those that are undefined. */
function pick<T>(blocks: Blocks, select: (block: Block, name: KvpBlock) => T | undefined): Partial<Record<KvpBlock, T>> {
  const picked: Partial<Record<KvpBlock, T>> = {};
  for (const name of kvpBlocks) {
    const value = select(blocks[name], name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function remember<T>(record: Record<string, Record<string, T>>, vmId: VmId, values: Readonly<Partial<Record<string, T>>>): void {
  const entries = Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined);
  if (entries.length > 0) record[vmId] = Object.fromEntries(entries);
}
