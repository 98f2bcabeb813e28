import type { Change } from '#collectors/collector.ts';
import { componentStatus } from '#lib/model/component-status.ts';
import { type KvpBlock, type KvpReading, kvpBlocks } from '#lib/model/readings/kvp.ts';
import type { VmId } from '#lib/model/vm-id.ts';

type Pairs = [string, string][];
type SilentBlocks = Readonly<Record<string, Pairs>>;

/** Lines of history of one VM, and the blocks to remember while its guest is silent. */
export interface KvpHistory {
  readonly changes: readonly Change[];
  readonly silent: SilentBlocks;
}

const mostChanges = 50;
/** More of a value is not worth a line of history; the reading has the rest. */
const longestChangeText = 512;
/** A silent guest's items beyond this much text are forgotten; when it comes back they count as seen for the first time. */
const longestSilentText = 64 * 1024;
/** The beacon's own items move with every write. */
const volatilePrefix = 'hvitals.';

/**
 * Compares two readings of one VM. `previous` undefined is the first sight of the VM: no changes. A guest that goes silent changes no
 * keys; where the KVP component says no contact (12) or lost (13) that is the one change `kvp.contact`, from the old status to the new
 * one. When the guest is back its items are compared with those before the silence. Keys of the beacon are passed over. At most 50
 * changes; a last one, `kvp.more`, counts the rest.
 */
export function compareKvp(
  vmId: VmId,
  previous: KvpReading | undefined,
  reading: KvpReading,
  silentBefore: SilentBlocks,
): KvpHistory {
  const changes: Change[] = [];
  const silent: Record<string, Pairs> = {};
  if (previous !== undefined && wentSilent(previous, reading)) changes.push(toContactChange(vmId, previous, reading));
  for (const block of kvpBlocks) {
    // Kept as it was, by identity: the usual case, and nothing is looked at.
    if (previous?.[block] === reading[block] && !isSilent(previous, block)) continue;
    const before = itemsBefore(previous, block, silentBefore);
    if (before === undefined) continue;
    if (isSilent(reading, block)) silent[block] = before;
    else changes.push(...toChanges(vmId, block, before, toPairs(reading, block)));
  }
  return { changes: atMost(vmId, changes), silent: textLength(silent) > longestSilentText ? {} : silent };
}

/** Whether an empty block says nothing: the host's block never, the guest's where not even intrinsic items come. */
function isSilent(reading: KvpReading, block: KvpBlock): boolean {
  return block !== 'host' && reading[block].length === 0 && reading.intrinsic.length === 0;
}

function wentSilent(previous: KvpReading, reading: KvpReading): boolean {
  const { primary } = reading;
  const noContact = primary === componentStatus.noContact || primary === componentStatus.lostCommunication;
  const blocks = ['intrinsic', 'guest'] as const;
  return noContact && blocks.some((block) => previous[block].length > 0 && isSilent(reading, block));
}

function toContactChange(vmId: VmId, previous: KvpReading, reading: KvpReading): Change {
  return { vmId, what: 'kvp.contact', from: previous.primary?.toString(), to: reading.primary?.toString() };
}

/** The items to compare with: of the reading before, or from before the silence; undefined where the block was never seen. */
function itemsBefore(previous: KvpReading | undefined, block: KvpBlock, silentBefore: SilentBlocks): Pairs | undefined {
  if (previous === undefined) return undefined;
  return isSilent(previous, block) ? silentBefore[block] : toPairs(previous, block);
}

function toPairs(reading: KvpReading, block: KvpBlock): Pairs {
  return reading[block].map(({ key, value }): [string, string] => [key, value]);
}

function toChanges(vmId: VmId, block: KvpBlock, before: Pairs, after: Pairs): readonly Change[] {
  const old = new Map(before);
  const current = new Map(after);
  const keys = [...new Set([...old.keys(), ...current.keys()])].sort();
  const changes: Change[] = [];
  for (const key of keys) {
    const from = old.get(key);
    const to = current.get(key);
    if (key.startsWith(volatilePrefix) || from === to) continue;
    changes.push({ vmId, what: `kvp.${block}.${key}`, from: shorten(from), to: shorten(to) });
  }
  return changes;
}

function shorten(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= longestChangeText) return text;
  return `${text.slice(0, longestChangeText - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function atMost(vmId: VmId, changes: readonly Change[]): readonly Change[] {
  if (changes.length <= mostChanges) return changes;
  const shown = changes.slice(0, mostChanges - 1);
  return [...shown, { vmId, what: 'kvp.more', from: undefined, to: String(changes.length - shown.length) }];
}

function textLength(blocks: SilentBlocks): number {
  return Object.values(blocks)
    .flat()
    .reduce((sum, [key, value]) => sum + key.length + value.length, 0);
}
