import { type KnownSpan, knownSpans, type Present, type Turn, type Window } from './known-spans.ts';
import { isPowerEvent, type PowerState, powerMeaning } from './power-meaning.ts';

/** An event, as much of it as counts here. `at` and `seenAt`: UTC milliseconds. */
export interface StripEvent {
  readonly id: number;
  readonly host: string;
  readonly kind: string;
  readonly at: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A migration, as much of it as counts here (lib/model/migration-record.ts). */
export interface StripMigration {
  readonly id: string;
  readonly kind: string;
  readonly result: string;
  readonly fromHost?: string | undefined;
  readonly toHost?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  readonly at: number;
}

/** What the log of a host no longer held when it was to be read. */
export interface StripGap extends Window {
  readonly host: string;
}

export interface StripInput<Event extends StripEvent, Migration extends StripMigration> {
  /** Those of one VM, in any order; those before the window tell what was at its start. */
  readonly events: readonly Event[];
  readonly migrations: readonly Migration[];
  readonly gaps: readonly StripGap[];
  readonly power: Present<PowerState>;
  readonly host: Present<string>;
  /** From then on what happened to the VM is told; undefined where nothing tells that. */
  readonly knownFrom: number | undefined;
}

/** Something that happened at one moment. */
export type StripMark<Event, Migration> = { readonly at: number; readonly id: string } & (
  | { readonly type: 'event'; readonly event: Event }
  | { readonly type: 'migration'; readonly migration: Migration }
);

export interface PowerStrip<Event, Migration> extends Window {
  readonly power: readonly KnownSpan<PowerState>[];
  readonly hosts: readonly KnownSpan<string>[];
  /** Oldest first. */
  readonly marks: readonly StripMark<Event, Migration>[];
}

/** A move and what hosts say of the VM around it stand apart by so much, by clocks of their own. */
const aroundMoveMs = 120_000;

/**
 * What became of one VM over the window: its power and its host as spans that cover it, and what happened as marks. Late events,
 * events told twice and those that contradict one another are taken as they are. Pure; the order of the input does not matter.
 */
export function powerStrip<Event extends StripEvent, Migration extends StripMigration>(
  input: StripInput<Event, Migration>,
  window: Window,
): PowerStrip<Event, Migration> {
  const events = inOrder(input.events, window.to);
  const migrations = input.migrations
    .filter(({ at, result }) => at <= window.to || result === 'running')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const span = { ...window, knownFrom: input.knownFrom ?? Number.POSITIVE_INFINITY };
  const hosts = knownSpans(hostTurns(events, migrations), input.host, span);
  // What is lost ends where an event tells the state again, so at one moment the event has the last word.
  const turns = [...gapTurns(input.gaps, hosts, events), ...events.flatMap(toPowerTurn)].toSorted(byTime);
  return { ...window, power: knownSpans(turns, input.power, span), hosts, marks: toMarks(events, migrations, window) };
}

/** Each event once, by time; one that two ids stand for is known by the first. Those of a clock that is ahead wait for their time. */
function inOrder<Event extends StripEvent>(events: readonly Event[], now: number): readonly Event[] {
  const once = new Map<string, Event>();
  for (const event of events) {
    if (!(event.at <= now)) continue;
    const identity = `${event.host} ${event.kind} ${event.at} ${String(event.detail.eventId)}`;
    const known = once.get(identity);
    if (known === undefined || event.id < known.id) once.set(identity, event);
  }
  return [...once.values()].toSorted((a, b) => a.at - b.at || a.id - b.id);
}

function toPowerTurn({ kind, at, detail }: StripEvent): readonly Turn<PowerState>[] {
  if (isPowerEvent(kind)) return [{ at, ...powerMeaning(kind) }];
  // Its host went away, and with it whoever could tell what became of the VM there.
  if (kind === 'placed' && detail.fromAway === true && typeof detail.notBefore === 'number') {
    return [{ at: Math.min(at, detail.notBefore), before: [], after: { lost: 'host-away' } }];
  }
  return [];
}

/** Where a log lost records the state is not known, up to the first event of the VM that it still had: logs lose their oldest. */
function gapTurns(
  gaps: readonly StripGap[],
  hosts: readonly KnownSpan<string>[],
  events: readonly StripEvent[],
): readonly Turn<PowerState>[] {
  const lost = gaps.flatMap(({ host, from, to }) => {
    const end = events.find((event) => event.host === host && isPowerEvent(event.kind) && event.at > from)?.at ?? to;
    return hosts
      .filter(({ value }) => value === undefined || value === host)
      .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, end, span.to) }))
      .filter((span) => span.from < span.to);
  });
  return union(lost).flatMap(({ from, to }): readonly Turn<PowerState>[] => [
    { at: from, before: [], after: { lost: 'log-lost' } },
    { at: to, before: [], after: 'not-said' },
  ]);
}

function union(spans: readonly Window[]): readonly Window[] {
  const joined: Window[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || last.to < span.from) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return joined;
}

/** Where the VM was: by its moves, and by the hosts that told something of it away from them. */
function hostTurns(events: readonly StripEvent[], migrations: readonly StripMigration[]): readonly Turn<string>[] {
  const moves = migrations.filter(isMove).map(({ fromHost, toHost, finishedAt, at }): Turn<string> => {
    const after = toHost === undefined ? 'not-said' : { value: toHost };
    return { at: finishedAt ?? at, before: fromHost === undefined ? [] : [fromHost], after };
  });
  const stays = migrations
    .filter((one) => !isMove(one))
    .flatMap(({ fromHost, startedAt, at }) => (fromHost === undefined ? [] : [{ host: fromHost, at: startedAt ?? at }]));
  const heard = events.filter(({ kind }) => isPowerEvent(kind) && kind !== 'created' && kind !== 'deleted');
  const seen = [...stays, ...heard]
    .filter(({ at }) => !moves.some((move) => Math.abs(move.at - at) <= aroundMoveMs))
    .map(({ host, at }): Turn<string> => ({ at, before: [host], after: { value: host } }));
  return [...moves, ...seen].toSorted(byTime);
}

function isMove({ result, fromHost, toHost, kind }: StripMigration): boolean {
  return result === 'finished' && kind !== 'storage' && (fromHost === undefined || fromHost !== toHost);
}

function toMarks<Event extends StripEvent, Migration extends StripMigration>(
  events: readonly Event[],
  migrations: readonly Migration[],
  { from, to }: Window,
): readonly StripMark<Event, Migration>[] {
  const happened = events
    .filter(({ kind }) => isPowerEvent(kind))
    .map((event): StripMark<Event, Migration> => ({ type: 'event', at: event.at, id: `event ${event.id}`, event }));
  const moved = migrations.map((migration): StripMark<Event, Migration> => {
    const { result, finishedAt, at, id } = migration;
    return { type: 'migration', at: result === 'running' ? to : (finishedAt ?? at), id: `migration ${id}`, migration };
  });
  return [...happened, ...moved]
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function byTime<Value>(a: Turn<Value>, b: Turn<Value>): number {
  return a.at - b.at;
}
