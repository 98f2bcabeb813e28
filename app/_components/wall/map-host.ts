import { isStale } from '#lib/derive/freshness.ts';
import type { WallHost } from '#lib/derive/wall-board.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';

/** A host as the map draws it. */
export interface MapHost {
  readonly name: string;
  /** What is wrong with the host itself, or how it is. */
  readonly word: string;
  /** Level digit of the host itself. */
  readonly level: number;
  readonly reachable: boolean;
  /** Its readings are too old: what its cells say may no longer hold. */
  readonly stale: boolean;
  /** Level digit of each place, 9 for an empty one. */
  readonly cells: readonly number[];
  readonly vms: number;
  readonly critical: number;
  readonly warning: number;
}

const empty = 9;

/** What the map needs of a host. Empty places at the end take no room. Pure. */
function toMapHost(host: WallHost, word: string, now: number): MapHost {
  const cells = Array.from(host.cells.replace(/9+$/, ''), Number);
  const { name, level, reachable } = host;
  const count = (digit: number) => cells.filter((cell) => cell === digit).length;
  return {
    name: toVisibleString(name),
    word: toVisibleString(word),
    level,
    reachable,
    stale: isStale(host, now),
    cells,
    vms: cells.length - count(empty),
    critical: count(0),
    warning: count(1),
  };
}

type MapHosts = (hosts: readonly WallHost[], textOf: (word: number) => string, now: number) => readonly MapHost[];

/**
 * Makes the map's hosts of the board's, each only when something of it has changed. Where no picture would change, the list is the one
 * before, so that nobody draws it again: most of what arrives on a wall says only that a host was read.
 */
export function createMapHosts(): MapHosts {
  let known = new Map<number, { readonly from: string; readonly host: MapHost }>();
  let last: readonly MapHost[] = [];
  return (hosts, textOf, now) => {
    const next: typeof known = new Map();
    for (const host of hosts) {
      const word = textOf(host.word);
      const from = `${host.name} ${word} ${host.level} ${host.reachable} ${isStale(host, now)} ${host.cells}`;
      const before = known.get(host.ref);
      next.set(host.ref, before?.from === from ? before : { from, host: toMapHost(host, word, now) });
    }
    known = next;
    const list = Array.from(next.values(), ({ host }) => host);
    if (list.length !== last.length || list.some((host, index) => host !== last[index])) last = list;
    return last;
  };
}

/** A VM with a problem, as the map draws it: level digit and name. */
export interface MapVm {
  readonly level: 0 | 1;
  readonly name: string;
}
