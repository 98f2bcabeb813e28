import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { naturalKey } from '../table/table-column.ts';

/** A migration as a bar in the lane of the host that it left; in that of the other end where the first is not known. */
export interface LaneBar {
  readonly record: ApiMigration;
  /** Per cent of the width. */
  readonly from: number;
  readonly to: number;
  /** Middle of the bar, pixels from above. */
  readonly y: number;
  /** Nobody told the start, or the end. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
  /** Where the connector to the other host ends, pixels from above; undefined where there is none. */
  readonly linkY: number | undefined;
}

export interface Lane {
  readonly host: string;
  readonly top: number;
  readonly height: number;
}

export interface LaneDrawing {
  readonly lanes: readonly Lane[];
  readonly bars: readonly LaneBar[];
  readonly height: number;
  /** Migrations without a lane: neither end is known, or its host is not among the lanes. */
  readonly undrawn: number;
}

/** Pixels: the host's name above its bars, one row of bars, and the room below. */
const [nameHeight, rowHeight, below] = [18, 12, 6];
const mostLanes = 40;
/** Bars that overlap stand below one another, up to this many. */
const mostRows = 6;
/** Per cent of the width: the shortest bar, the stub of what is open, and the gap between bars. */
const [shortest, stub, gap] = [0.4, 1.5, 0.3];

/** Where each migration of [from, to] (UTC milliseconds) stands. Pure; the order of the records does not matter. */
export function layoutLanes(records: readonly ApiMigration[], from: number, to: number): LaneDrawing {
  const hosts = chooseHosts(records);
  const spans = records
    .flatMap((record) => {
      const host = [record.fromHost, record.toHost].find((one) => one !== undefined && hosts.has(one));
      return host === undefined ? [] : [{ record, host, ...spanOf(record, from, to) }];
    })
    .toSorted((a, b) => a.from - b.from || (a.record.id < b.record.id ? -1 : 1));
  const ends = new Map<string, number[]>([...hosts].map((host) => [host, []]));
  const placed = spans.map((span) => ({ ...span, row: takeRow(ends.get(span.host) ?? [], span.from, span.to) }));
  let top = 0;
  const lanes = [...hosts].map((host): Lane => {
    const height = nameHeight + Math.max(1, ends.get(host)?.length ?? 0) * rowHeight + below;
    const lane = { host, top, height };
    top += height;
    return lane;
  });
  const laneOf = new Map(lanes.map((lane) => [lane.host, lane]));
  const rowY = (host: string, row: number) => (laneOf.get(host)?.top ?? 0) + nameHeight + row * rowHeight + rowHeight / 2;
  const bars = placed.map(({ host, row, ...bar }): LaneBar => {
    const { fromHost, toHost } = bar.record;
    const other = host === fromHost ? toHost : fromHost;
    const linked = other !== undefined && other !== host && hosts.has(other);
    return { ...bar, y: rowY(host, row), linkY: linked ? rowY(other, 0) : undefined };
  });
  return { lanes, bars, height: top, undrawn: records.length - bars.length };
}

/** Hosts that took part, by name; where there are too many, those with the most migrations. */
function chooseHosts(records: readonly ApiMigration[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { fromHost, toHost } of records) {
    for (const host of new Set([fromHost, toHost])) if (host !== undefined) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([a, m], [b, n]) => n - m || compareNames(a, b)).slice(0, mostLanes);
  return new Set(most.map(([host]) => host).toSorted(compareNames));
}

function compareNames(a: string, b: string): number {
  const [x, y] = [naturalKey(a), naturalKey(b)];
  return x < y ? -1 : Number(x > y);
}

/** Start and end in per cent of the width. What is open gets a stub. */
function spanOf(record: ApiMigration, from: number, to: number): Pick<LaneBar, 'from' | 'to' | 'openStart' | 'openEnd'> {
  const percent = (time: number) => ((time - from) / (to - from)) * 100;
  const { startedAt, finishedAt, result, at } = record;
  const openStart = startedAt === undefined;
  const openEnd = result !== 'running' && finishedAt === undefined;
  const known = finishedAt ?? at;
  const end = result === 'running' ? 100 : openEnd && !openStart ? percent(startedAt) + stub : percent(known);
  const begin = openStart ? end - stub : percent(startedAt);
  const right = Math.min(100, Math.max(end, shortest));
  return { from: Math.max(0, Math.min(begin, right - shortest)), to: right, openStart, openEnd };
}

/** The first row of a lane that is free by then; where all are taken, the one that is free next. `ends` is kept up to date. */
function takeRow(ends: number[], from: number, to: number): number {
  const free = ends.findIndex((end) => end + gap <= from);
  const row = free >= 0 ? free : ends.length < mostRows ? ends.length : ends.indexOf(Math.min(...ends));
  ends[row] = to;
  return row;
}
