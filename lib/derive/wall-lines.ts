import type { Message } from '#lib/i18n/message.ts';
import type { WallBoard, WallHost } from './wall-board.ts';

/** One line of a wall's list: one VM, or one cause over many (its blast radius). */
export interface WallLine {
  readonly key: string;
  readonly level: 'critical' | 'warning';
  readonly word: Message;
  /** When it began, for many when it last hit another one, UTC milliseconds; null where nobody knows. */
  readonly since: number | null;
  readonly vms: number;
  /** Names of the hosts, by name. */
  readonly hosts: readonly string[];
  /** Names of the VMs, the newest first. Guest-controlled text. */
  readonly names: readonly string[];
}

/** One cause over at least so many VMs can stand in one line. */
const smallestGroup = 3;

/** The problems on these hosts, one line each: critical first, then what began last. Pure. */
export function toWallLines(board: WallBoard, hosts: readonly WallHost[]): readonly WallLine[] {
  const byRef = new Map(hosts.map((host) => [host.ref, host]));
  const lines: WallLine[] = [];
  for (const [key, [ref, place, wordRef, since, name]] of board.problems) {
    const host = byRef.get(ref);
    const word = board.words.get(wordRef);
    if (host === undefined || word === undefined) continue;
    const level = host.cells[place] === '0' ? 'critical' : 'warning';
    lines.push({ key, level, word, since: since === null ? null : since * 1_000, vms: 1, hosts: [host.name], names: [name] });
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
    const groups = [...Map.groupBy(lines, causeOf)].filter(([, group]) => group.length >= smallestGroup);
    let rest = lines.length;
    const joined = new Set<string>();
    for (const [cause, group] of groups.toSorted(([, a], [, b]) => b.length - a.length)) {
      if (rest <= room) break;
      joined.add(cause);
      rest -= group.length - 1;
    }
    const single = lines.filter((line) => !joined.has(causeOf(line)));
    const many = groups.flatMap(([cause, group]) => (joined.has(cause) ? [toGroup(cause, group)] : []));
    fitting = [...many, ...single].toSorted(compareLines);
  }
  if (fitting.length <= room) return { lines: fitting, hidden: 0 };
  const shown = fitting.slice(0, Math.max(0, room - 1));
  const hidden = fitting.slice(shown.length).reduce((sum, { vms }) => sum + vms, 0);
  return { lines: shown, hidden };
}

function causeOf({ level, word }: WallLine): string {
  return `${level} ${JSON.stringify(word)}`;
}

function toGroup(cause: string, group: readonly WallLine[]): WallLine {
  const [first] = group;
  if (first === undefined) throw new RangeError('a group has members');
  const hosts = [...new Set(group.flatMap((line) => line.hosts))].toSorted();
  return { ...first, key: cause, vms: group.length, hosts, names: group.flatMap(({ names }) => names) };
}

function compareLines(a: WallLine, b: WallLine): number {
  const rank = Number(b.level === 'critical') - Number(a.level === 'critical');
  if (rank !== 0) return rank;
  const later = (b.since ?? 0) - (a.since ?? 0);
  if (later !== 0) return later;
  return (a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1;
}
