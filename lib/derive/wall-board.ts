import type { Message } from '#lib/i18n/message.ts';
import type { ApiAlertSite } from '#lib/model/api/alert-brief.ts';
import type { ApiWall, ApiWallDelta, ApiWallHost, ApiWallProblem } from '#lib/model/api/wall.ts';
import { emptyCell } from '#lib/model/empty-cell.ts';

import { siteKey, sumAlerts } from './alert-brief.ts';

/** A host with the level digit of each place, as one text: "444409". */
export interface WallHost extends ApiWallHost {
  readonly cells: string;
}

/** What a wall knows. Never changed in place: a delta gives a new one, which shares what stayed. */
export interface WallBoard {
  readonly app: string;
  readonly build: string;
  readonly revision: number;
  readonly words: ReadonlyMap<number, Message>;
  readonly hosts: ReadonlyMap<number, WallHost>;
  /** By `problemKey`. */
  readonly problems: ReadonlyMap<string, ApiWallProblem>;
  /** What fires, by `siteKey`. */
  readonly alerts: ReadonlyMap<string, ApiAlertSite>;
  /** When the alert rules were evaluated last, UTC milliseconds; null before the first time. */
  readonly evaluatedAt: number | null;
}

export function problemKey(host: number, place: number): string {
  return `${host} ${place}`;
}

/** The board of a whole answer of `/api/v1/wall`. */
export function toWallBoard({ app, build, revision, words, hosts, problems, alerts, evaluatedAt }: ApiWall): WallBoard {
  return {
    app,
    build,
    revision,
    words: new Map(words as readonly (readonly [number, Message])[]),
    hosts: new Map(hosts.map((host) => [host.ref, host])),
    problems: new Map(problems.map((problem) => [problemKey(problem[0], problem[1]), problem])),
    alerts: new Map(alerts.map((site) => [siteKey(site), site])),
    evaluatedAt,
  };
}

/** The board after a delta of the same app. One that the board has seen already changes nothing. Pure. */
export function applyWallDelta(board: WallBoard, delta: ApiWallDelta): WallBoard {
  if (delta.revision <= board.revision) return board;
  const words = delta.words === undefined ? board.words : new Map([...board.words, ...(delta.words as [number, Message][])]);
  return {
    ...board,
    revision: delta.revision,
    words,
    hosts: applyHosts(board.hosts, delta),
    problems: applyProblems(board, delta),
    alerts: applyAlerts(board.alerts, delta),
    evaluatedAt: delta.evaluatedAt === undefined ? board.evaluatedAt : delta.evaluatedAt,
  };
}

function applyHosts(before: WallBoard['hosts'], { now, hosts = [], gone = [], cells = [], read = [] }: ApiWallDelta) {
  if (hosts.length + gone.length + cells.length + read.length === 0) return before;
  const after = new Map(before);
  for (const ref of gone) after.delete(ref);
  for (const head of hosts) after.set(head.ref, { ...head, cells: after.get(head.ref)?.cells ?? '' });
  for (const [age, refs] of read) {
    for (const ref of refs) {
      const host = after.get(ref);
      if (host !== undefined) after.set(ref, { ...host, readAt: now - age * 1_000 });
    }
  }
  for (const [ref, changed] of Map.groupBy(cells, ([ref]) => ref)) {
    const host = after.get(ref);
    if (host === undefined) continue;
    const digits = [...host.cells];
    for (const [, place, digit] of changed) {
      while (digits.length < place) digits.push(String(emptyCell));
      digits[place] = String(digit);
    }
    after.set(ref, { ...host, cells: digits.join('') });
  }
  return after;
}

function applyAlerts(before: WallBoard['alerts'], { alerts = [] }: ApiWallDelta) {
  if (alerts.length === 0) return before;
  const after = new Map(before);
  for (const site of alerts) {
    const { waits, heldBack } = sumAlerts([site], null);
    if (waits + heldBack === 0) after.delete(siteKey(site));
    else after.set(siteKey(site), site);
  }
  return after;
}

/** Digits of critical and warning: what has such a cell has a problem, and nothing else has. */
export function isBrokenDigit(digit: number | string | undefined): boolean {
  return digit === 0 || digit === 1 || digit === '0' || digit === '1';
}

function applyProblems({ problems: before }: WallBoard, { gone = [], cells = [], problems = [] }: ApiWallDelta) {
  if (gone.length + cells.length + problems.length === 0) return before;
  const after = new Map(before);
  if (gone.length > 0) {
    const left = new Set(gone);
    for (const [key, [host]] of before) if (left.has(host)) after.delete(key);
  }
  for (const [host, place, digit] of cells) if (!isBrokenDigit(digit)) after.delete(problemKey(host, place));
  for (const problem of problems) after.set(problemKey(problem[0], problem[1]), problem);
  return after;
}
