/** One part of /metrics: number `index` of `count`, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** All series in one body. */
export const wholeFleet: Shard = { index: 1, count: 1 };

/** Series are kept in this many slots, each of which belongs to one shard as a whole. Also the most shards there can be. */
export const slotCount = 64;

/** Reads `1/4`; undefined where it is not a shard of at most `slotCount`. */
export function parseShard(text: string): Shard | undefined {
  const parts = /^([1-9]\d?)\/([1-9]\d?)$/.exec(text);
  const [index, count] = [Number(parts?.[1]), Number(parts?.[2])];
  return parts !== null && count <= slotCount && index <= count ? { index, count } : undefined;
}

/** As it stands in a URL: `1/4`. */
export function renderShard({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** Whether a slot is written by a shard. Each slot belongs to exactly one of the shards of one count. */
export function shardHasSlot({ index, count }: Shard, slot: number): boolean {
  return slot % count === index - 1;
}

/**
 * The slot of whatever a series is about, such as a VM or a host: the same for ever, over restarts and releases, because Prometheus
 * would else see the series at another target. 32-bit FNV-1a over UTF-16 units (RFC 9923), mixed once more because its low bits,
 * which the slot is made of, follow the last characters alone.
 */
export function slotOf(subject: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < subject.length; at++) hash = Math.imul(hash ^ subject.charCodeAt(at), 0x01000193);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 16) % slotCount;
}

/** A scraper's usual limit is 16 MiB (vmagent); a body is kept well below it, because the fleet grows before anybody looks. */
const fullBytes = 12 * 2 ** 20;
/** Below this a shard is so small that half as many do. The gap to `fullBytes` keeps the number from going to and fro. */
const sparseBytes = fullBytes / 4;

/** How many shards a text of this size needs: a power of two, the one in force where it still fits. Pure. */
export function decideShardCount(bytes: number, inForce: number): number {
  let count = inForce;
  while (count < slotCount && bytes / count > fullBytes) count *= 2;
  while (count > 1 && bytes / count < sparseBytes) count /= 2;
  return count;
}
