import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { type VmHostReading, type VmKind, type VmReading, vmKinds } from '#lib/model/readings/vm.ts';
import { codes, optionalCount, optionalDate, optionalInt, optionalText } from '#lib/model/record-fields.ts';
import { sameCodes, sameOptional } from '#lib/model/same-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmReadings, toPartialReason } from '#lib/model/vm-rows.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

/** Hyper-V itself takes 100 characters; who owns a host may write any number into its configuration. */
export const longestName = 256;
const name = z
  .string()
  .min(1)
  .transform((value) => value.slice(0, longestName).toWellFormed());

const hostRow = z.object({
  host: z.object({ computerName: name, countedByHealthSummary: optionalCount }),
});

const vmRow = z.object({
  name: z.string().transform((value) => value.slice(0, longestName).toWellFormed()),
  kind: z.enum(vmKinds),
  state: z.number().int(),
  otherState: optionalText,
  healthState: optionalInt,
  operationalStatus: codes,
  onTimeMs: optionalCount,
  stateChangedAt: optionalDate,
  createdAt: optionalDate,
  generation: optionalInt,
  version: optionalText,
  replicationMode: optionalInt,
  processors: optionalInt,
  guestOperatingSystem: optionalText,
});
type VmRow = z.infer<typeof vmRow>;

/** The guest writes this text: no more of it is kept than a page can show. */
const longestGuestText = 256;
/** A start that moves by no more than this is the same start, seen through two clocks' jitter. */
const startJitterMs = 2_000;

/**
 * Record data of collector `vm` (shape: vm.md) → the host row and one reading per VM. Pure, never throws. A row that cannot be read
 * costs only its own VM and is named in `partialReason`; so is a missing host row, which costs the count of instances.
 */
export function parseVm(data: unknown, context: ParseContext<VmReading, null>): ParseResult<VmHostReading, VmReading, null> {
  const { hostTime, previous } = context;
  const parsed = parseVmReadings(data, {
    row: vmRow,
    previous,
    repeats: (row, before) => repeats(row, before, hostTime),
    toReading: (row, _vmId, before) => toReading(row, hostTime, before),
  });
  if (!parsed.ok) return parsed;
  const { vms } = parsed;
  const leftOut = [...parsed.leftOut];
  const host = toHostReading(data, vms);
  if (host === undefined) leftOut.push('the host row has no computer name');
  const partialReason = toPartialReason(leftOut);
  return {
    ok: true,
    vms,
    ...(host === undefined ? {} : { host }),
    ...(partialReason === undefined ? {} : { partialReason }),
  };
}

function toHostReading(data: unknown, vms: ReadonlyMap<VmId, VmReading>): VmHostReading | undefined {
  const parsed = hostRow.safeParse(data);
  if (!parsed.success) return undefined;
  const instances: Record<VmKind, number> = { realized: 0, planned: 0, replica: 0 };
  for (const { kind } of vms.values()) instances[kind] += 1;
  return withoutUndefined({ ...parsed.data.host, instances });
}

/** Whether a row says what the reading before says; dates in another layout are left to the schema. */
function repeats(row: Readonly<Record<string, unknown>>, before: VmReading, hostTime: number): boolean {
  const { onTimeMs = null } = row;
  if (onTimeMs !== null && !(Number.isSafeInteger(onTimeMs) && Number(onTimeMs) >= 0)) return false;
  return (
    row.name === before.name &&
    row.kind === before.kind &&
    row.state === before.state &&
    sameOptional(row.otherState, before.otherState) &&
    sameOptional(row.healthState, before.healthState) &&
    sameCodes(row.operationalStatus, before.operationalStatus) &&
    sameOptional(row.stateChangedAt, before.stateChangedAt) &&
    sameOptional(row.createdAt, before.createdAt) &&
    sameOptional(row.generation, before.generation) &&
    sameOptional(row.version, before.version) &&
    sameOptional(row.replicationMode, before.replicationMode) &&
    sameOptional(row.processors, before.processors) &&
    sameOptional(row.guestOperatingSystem, before.guestOperatingSystem) &&
    toStartedAt(before.state, onTimeMs === null ? undefined : Number(onTimeMs), hostTime, before) === before.startedAt
  );
}

function toReading(row: VmRow, hostTime: number, previous: VmReading | undefined): VmReading {
  const { onTimeMs, generation, guestOperatingSystem, ...same } = row;
  return withoutUndefined({
    ...same,
    startedAt: toStartedAt(row.state, onTimeMs, hostTime, previous),
    generation: generation === 1 || generation === 2 ? generation : undefined,
    guestOperatingSystem: guestOperatingSystem?.slice(0, longestGuestText).toWellFormed(),
  });
}

/**
 * Start of the VM by the host's clock. Off (3) and saved (6) VMs have none; otherwise an uptime above zero says that it is on, whatever
 * the state's code, because states in transition have codes of their own (cim-facts.md 1.1, 1.2).
 */
function toStartedAt(
  state: number,
  onTimeMs: number | undefined,
  hostTime: number,
  previous: VmReading | undefined,
): string | undefined {
  if (state === 3 || state === 6 || onTimeMs === undefined || onTimeMs === 0) return undefined;
  const startedAt = hostTime - onTimeMs;
  // An uptime longer than Unix time is no uptime.
  if (!Number.isFinite(startedAt) || startedAt < 0) return undefined;
  const before = previous?.startedAt;
  if (before !== undefined && Math.abs(Date.parse(before) - startedAt) <= startJitterMs) return before;
  return new Date(startedAt).toISOString();
}
