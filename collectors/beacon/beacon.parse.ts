import { z } from 'zod';
import type { CollectorEvent, ParseContext, ParseResult } from '#collectors/collector.ts';
import type { BeaconProblem, BeaconReading } from '#lib/model/readings/beacon.ts';
import { sameReading } from '#lib/model/same-reading.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmRows, toPartialReason } from '#lib/model/vm-rows.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { compareSizes } from './beacon-events.ts';
import { type BeaconItems, readBeaconItems } from './beacon-items.ts';
import { type BeaconPairs, inOrder } from './beacon-pairs.ts';
import { toBeaconClock, toBeaconDaemons, toBeaconDisk, toBeaconFilesystem } from './beacon-parts.ts';
import { type BeaconState, readBeaconState } from './beacon-state.ts';

const beaconRow = z.object({
  items: z.array(z.unknown()),
  /** The host left items out, over its own limits. */
  cut: z.boolean().nullish(),
});
type BeaconRow = z.infer<typeof beaconRow>;
type PresentBeacon = Extract<BeaconReading, { readonly present: true }>;

/** The format's interval, where the beacon does not say (docs/beacon.md). */
const usualIntervalSeconds = 30;
const interval = { least: 5, most: 3_600 };
/** A write outside of these years says nothing that a page could show. */
const writes = { from: Date.UTC(2000, 0, 1) / 1_000, to: Date.UTC(2100, 0, 1) / 1_000 };
const mostUpSeconds = 1e10;

/** When the host was read now and before, and what one VM said before. */
interface Before {
  readonly hostTime: number;
  readonly readAt: number | undefined;
  /** Undefined: without a beacon, or not read, in the scrape before; null: it did not say. */
  readonly up: number | null | undefined;
  readonly reading: BeaconReading | undefined;
}

/**
 * Record data of collector `beacon` (shape: beacon.md) → one reading per VM. Pure, never throws. Whatever a guest writes costs only its
 * own VM: what cannot be read is passed over and named in `problems`. A beacon whose sequence stands still keeps its `seenAt`, and is
 * the very reading from before where nothing else changed either.
 */
export function parseBeacon(
  data: unknown,
  context: ParseContext<BeaconReading, BeaconState>,
): ParseResult<never, BeaconReading, BeaconState> {
  const parsed = parseVmRows(data, beaconRow);
  if (!parsed.ok) return parsed;
  const state = readBeaconState(context.state);
  const { hostTime } = context;
  const up: Record<string, number | null> = {};
  const vms = new Map<VmId, BeaconReading>();
  const events: CollectorEvent[] = [];
  for (const [vmId, row] of parsed.rows) {
    const before = { hostTime, readAt: state?.readAt, up: state?.up[vmId], reading: context.previous.get(vmId) };
    const { reading, upSeconds } = readBeacon(row, before);
    events.push(...compareSizes(vmId, before.reading, reading, hostTime));
    vms.set(vmId, keepSame(before.reading, reading));
    if (reading.present) up[vmId] = upSeconds ?? null;
  }
  const partialReason = toPartialReason(parsed.leftOut);
  return { ok: true, vms, events, state: { readAt: hostTime, up }, ...(partialReason === undefined ? {} : { partialReason }) };
}

interface ReadBeacon {
  readonly reading: BeaconReading;
  readonly upSeconds?: number | undefined;
}

function readBeacon(row: BeaconRow, before: Before): ReadBeacon {
  const problems = new Set<BeaconProblem>();
  const items = readBeaconItems(row.items, row.cut === true, problems);
  const write = items.beacon === undefined ? undefined : readWrite(items.beacon, problems);
  if (write === undefined) {
    // Items of a beacon without the one that says when they were written: nothing can be told of their age.
    if (items.beacon === undefined && row.items.length > 0) problems.add('malformed-value');
    return { reading: { present: false, problems: inOrder(problems) } };
  }
  const parts = readParts(items, problems);
  const { upSeconds, ...known } = write;
  const seen = decideSeen(write, before);
  if (seen.wentBack) problems.add('sequence-backwards');
  const { seenAt, notBefore } = seen;
  const reading = withoutUndefined({
    present: true as const,
    ...known,
    seenAt,
    notBefore,
    ...parts,
    problems: inOrder(problems),
  });
  return { reading, upSeconds };
}

type Write = Pick<PresentBeacon, 'version' | 'system' | 'intervalSeconds' | 'sequence' | 'writtenAt'> & {
  readonly upSeconds: number | undefined;
};

/** `hvitals.beacon`; undefined without a known format, a sequence or a time of the write. */
function readWrite(pairs: BeaconPairs, problems: Set<BeaconProblem>): Write | undefined {
  const format = pairs.word('v', ['1']);
  const sequence = pairs.count('seq', Number.MAX_SAFE_INTEGER);
  const at = pairs.number('at', writes);
  const seconds = pairs.count('interval', interval.most);
  const inRange = seconds === undefined || seconds >= interval.least;
  if (!inRange) problems.add('out-of-range');
  const upSeconds = pairs.number('up', { from: 0, to: mostUpSeconds });
  const version = pairs.text('script');
  const system = pairs.word('os', ['linux', 'freebsd', 'windows']);
  if (format === undefined || sequence === undefined || at === undefined) {
    if (!problems.has('out-of-range')) problems.add('malformed-value');
    return undefined;
  }
  const intervalSeconds = seconds === undefined || !inRange ? usualIntervalSeconds : seconds;
  return {
    ...withoutUndefined({ version, system }),
    intervalSeconds,
    sequence,
    writtenAt: Math.round(at * 1_000),
    upSeconds,
  };
}

function readParts(items: BeaconItems, problems: Set<BeaconProblem>) {
  const disks = items.disks.flatMap((pairs) => toBeaconDisk(pairs, problems) ?? []);
  const filesystems = items.filesystems.flatMap((pairs) => toBeaconFilesystem(pairs, problems) ?? []);
  return {
    clock: items.clock === undefined ? undefined : toBeaconClock(items.clock, problems),
    disks,
    filesystems,
    daemons: items.daemons === undefined ? undefined : toBeaconDaemons(items.daemons),
    physicalHostName: items.host?.text('name'),
  };
}

interface Seen {
  readonly seenAt: number;
  readonly notBefore: number | undefined;
  readonly wentBack: boolean;
}

/** When this write was first read. A guest that started anew may count from 0 again; one that did not may not. */
function decideSeen({ sequence, upSeconds }: Write, { hostTime, readAt, up, reading }: Before): Seen {
  if (reading?.present !== true) return { seenAt: hostTime, notBefore: undefined, wentBack: false };
  if (reading.sequence === sequence) {
    const { seenAt, notBefore, problems } = reading;
    return { seenAt, notBefore, wentBack: problems.includes('sequence-backwards') };
  }
  const goesOn = upSeconds !== undefined && typeof up === 'number' && upSeconds >= up;
  // Only where this VM was read then: a reading that a scrape left out may be older.
  const notBefore = up === undefined ? undefined : readAt;
  return { seenAt: hostTime, notBefore, wentBack: sequence < reading.sequence && goesOn };
}

/**
 * The reading from before where nothing is different. Its parts are kept where they are not: most of what a beacon says is always the
 * same, and one copy of it is enough.
 */
function keepSame(before: BeaconReading | undefined, reading: BeaconReading): BeaconReading {
  if (before === undefined) return reading;
  if (sameReading(before, reading)) return before;
  if (!before.present || !reading.present) return reading;
  return {
    ...reading,
    ...(reading.clock && { clock: kept(before.clock, reading.clock) }),
    disks: kept(before.disks, reading.disks),
    filesystems: kept(before.filesystems, reading.filesystems),
    ...(reading.daemons && { daemons: kept(before.daemons, reading.daemons) }),
    problems: kept(before.problems, reading.problems),
  };
}

function kept<T>(before: T | undefined, now: T): T {
  return before !== undefined && sameReading(before, now) ? before : now;
}
