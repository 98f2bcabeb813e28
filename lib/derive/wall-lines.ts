import type { Message } from '#lib/i18n/message.ts';
import type { WallBoard, WallHost } from './wall-board.ts';

/** One line of a wall's list: one VM, or one cause over many (its blast radius). */
export interface WallLine {
  readonly key: string;
  /** Equal for lines of one level and one word. */
  readonly cause: string;
  readonly level: 'critical' | 'warning';
  readonly word: Message;
  /** When it began, for many when it last hit another one, UTC milliseconds; null where nobody knows. */
  readonly since: number | null;
  readonly vms: number;
  /** On so many hosts. */
  readonly hostCount: number;
  /** The host where it began last. */
  readonly host: string;
  /** Names of some VMs, the newest first. Guest-controlled text. */
  readonly names: readonly string[];
}

/** One cause over at least so many VMs can stand in one line. */
const smallestGroup = 3;

/** The problems on these hosts, one line each: critical first, then what began last. Pure. */
export function toWallLines(board: Pick<WallBoard, 'problems' | 'words'>, hosts: readonly WallHost[]): readonly WallLine[] {
  const byRef = new Map(hosts.map((host) => [host.ref, host]));
  const lines: WallLine[] = [];
  for (const [key, [ref, place, wordRef, since, name]] of board.problems) {
    const host = byRef.get(ref);
    const word = board.words.get(wordRef);
    if (host === undefined || word === undefined) continue;
    const level = host.cells[place] === '0' ? 'critical' : 'warning';
    const line = { key, level, word, since: since === null ? null : since * 1_000, host: host.name, names: [name] } as const;
    lines.push({ ...line, cause: `${level} ${wordRef}`, vms: 1, hostCount: 1 });
  }
  return lines.toSorted(compareLines);
}

/**
 * As many lines as there is room for. Where there are more, those of one cause become one, the largest groups first, so that single
 * faults keep their names as long as they can. `hidden` counts the VMs that found no room.
 */
export function fitWallLines(
  lines: readonly WallLine[],
  room: number,
): { readonly lines: readonly WallLine[]; readonly hidden: number } {
  let fitting = lines;
  if (lines.length > room) {
    const groups = [...Map.groupBy(lines, ({ cause }) => cause)].filter(([, group]) => group.length >= smallestGroup);
    let rest = lines.length;
    const joined = new Set<string>();
    for (const [cause, group] of groups.toSorted(([, a], [, b]) => b.length - a.length)) {
      if (rest <= room) break;
      joined.add(cause);
      rest -= group.length - 1;
    }
    const single = lines.filter(({ cause }) => !joined.has(cause));
    const many = groups.flatMap(([cause, group]) => (joined.has(cause) ? [toGroup(group)] : []));
    fitting = [...many, ...single].toSorted(compareLines);
  }
  if (fitting.length <= room) return { lines: fitting, hidden: 0 };
  const shown = fitting.slice(0, Math.max(0, room - 1));
  const hidden = fitting.slice(shown.length).reduce((sum, { vms }) => sum + vms, 0);
  return { lines: shown, hidden };
}

/** So many names stand for a group. */
const namesOfGroup = 6;

function toGroup(group: readonly WallLine[]): WallLine {
  const [first] = group;
  if (first === undefined) throw new RangeError('a group has members');
  const names = group.slice(0, namesOfGroup).flatMap((line) => line.names);
  return { ...first, key: first.cause, vms: group.length, hostCount: new Set(group.map(({ host }) => host)).size, names };
}

function compareLines(a: WallLine, b: WallLine): number {
  const rank = Number(b.level === 'critical') - Number(a.level === 'critical');
  if (rank !== 0) return rank;
  const later = (b.since ?? 0) - (a.since ?? 0);
  if (later !== 0) return later;
  return (a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1;
}
