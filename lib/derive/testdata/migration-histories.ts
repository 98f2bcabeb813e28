import fc from 'fast-check';
import type { RunningJob } from '../correlate-migrations.ts';
import type { MigrationEvent, MigrationHost } from '../migration-observations.ts';

/*
 * True histories of a few hosts and VMs, and what is left of them once hosts have told them: late, twice, by clocks of their own, and
 * with parts lost.
 */

export const moveKinds = [
  'live',
  'live-and-storage',
  'storage',
  'failed',
  'refused',
  'quick',
  'failover',
  'replica-failover',
  'cold',
] as const;
export type MoveKind = (typeof moveKinds)[number];

/** One thing that a host, or hvitals, says of a move. */
export type Word = 'running' | 'ended' | 'log-source' | 'log-destination' | 'placed' | 'saved' | 'restored' | 'started';

/** One migration as it really happened; times are true ones. */
export interface Move {
  readonly vmId: string;
  readonly kind: MoveKind;
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly blackoutSeconds: number;
  readonly keptRunning: boolean;
  /** What is left of it, by event id. */
  readonly words: ReadonlyMap<Word, number>;
  readonly isRunning: boolean;
}

export interface History {
  readonly hosts: readonly MigrationHost[];
  readonly events: readonly MigrationEvent[];
  readonly running: readonly RunningJob[];
  readonly moves: readonly Move[];
  /** How far a corrected time may be from the true one, by host. */
  readonly toleranceMs: ReadonlyMap<string, number>;
}

/** Not monitored: it is named, and says nothing. */
export const stranger = 'hv99.corp.example.com';

interface HostPlan {
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly known: boolean;
}

interface MovePlan {
  readonly kind: MoveKind;
  readonly target: number;
  readonly lastsMs: number;
  readonly pauseMs: number;
  readonly keptRunning: boolean;
  readonly lost: readonly boolean[];
  readonly noise: number;
  readonly duplicated: boolean;
}

const hostPlan = fc.record({
  offsetMs: fc.integer({ min: -25_000, max: 25_000 }),
  errorMs: fc.integer({ min: -400, max: 400 }),
  known: fc.boolean(),
});

const movePlan: fc.Arbitrary<MovePlan> = fc.record({
  kind: fc.constantFrom(...moveKinds),
  target: fc.nat(9),
  lastsMs: fc.integer({ min: 6_000, max: 120_000 }),
  pauseMs: fc.nat(900_000),
  keptRunning: fc.boolean(),
  lost: fc.array(
    fc.nat(3).map((dice) => dice === 0),
    { minLength: 8, maxLength: 8 },
  ),
  noise: fc.nat(4),
  duplicated: fc.boolean(),
});

const plan = fc.record({
  hosts: fc.array(hostPlan, { minLength: 2, maxLength: 4 }),
  allKnown: fc.boolean(),
  tight: fc.boolean(),
  vms: fc.array(fc.record({ first: fc.nat(9), moves: fc.array(movePlan, { maxLength: 7 }), lastRuns: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  copied: fc.boolean(),
  order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
});

/** Histories as fast-check draws them. */
export const histories: fc.Arbitrary<History> = plan.map(({ hosts, allKnown, tight, vms, copied, order }) => {
  const all = new Map(
    hosts.map(({ offsetMs, ...host }, index) => [
      `hv0${index + 1}`,
      // A clock of which the error is known may be off by any amount.
      { ...host, known: allKnown || host.known, offsetMs: allKnown || host.known ? offsetMs * 12 : offsetMs },
    ]),
  );
  const teller = new Teller(all);
  for (const [index, vm] of vms.entries()) tellVm(teller, `vm${index + 1}`, vm, toPace(allKnown, tight));
  if (copied) tellCopies(teller);
  const events = teller.events
    .map((event) => ({ event, key: order.next().value ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ event }) => event);
  return {
    events,
    moves: teller.moves,
    running: teller.running,
    hosts: [...all].map(([name, { known, offsetMs, errorMs }]) => ({
      name,
      computerName: name.toUpperCase(),
      clock: known ? { seconds: (offsetMs + errorMs) / 1_000, boundSeconds: 0.5 } : undefined,
    })),
    toleranceMs: new Map([...all].map(([name, { known, offsetMs }]) => [name, known ? 501 : Math.abs(offsetMs) + 1])),
  };
});

/** How moves follow one another, and whether anything of them is lost. */
interface Pace {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly isLossy: boolean;
}

/**
 * Moves that follow one another within seconds are told apart by what they say, and only where all of it is there and the clocks are known.
 * With parts lost they stand further apart than the clocks may be off.
 */
function toPace(allKnown: boolean, tight: boolean): Pace {
  if (allKnown && tight) return { leastMs: 2_000, mostMs: 9_000, isLossy: false };
  return { leastMs: allKnown ? 30_000 : 320_000, mostMs: 900_000, isLossy: true };
}

const begin = Date.UTC(2026, 10, 1);

class Teller {
  readonly events: MigrationEvent[] = [];
  readonly moves: Move[] = [];
  readonly running: RunningJob[] = [];
  readonly hosts: ReadonlyMap<string, HostPlan>;
  #lastId = 0;

  constructor(hosts: ReadonlyMap<string, HostPlan>) {
    this.hosts = hosts;
  }

  /** A time by the clock of a host. */
  by(host: string, at: number): number {
    return at + (this.hosts.get(host)?.offsetMs ?? 0);
  }

  /** Adds an event, and returns its id. */
  tell(vmId: string, host: string, kind: string, at: number, detail: object): number {
    this.#lastId += 1;
    const key = `${kind} ${this.#lastId}`;
    this.events.push({ id: this.#lastId, host, key, vmId, kind, at, detail });
    return this.#lastId;
  }

  again(): void {
    const last = this.events.at(-1);
    if (last !== undefined) this.events.push(last);
  }
}

function tellVm(
  teller: Teller,
  vmId: string,
  vm: { readonly first: number; readonly moves: readonly MovePlan[]; readonly lastRuns: boolean },
  { leastMs, mostMs, isLossy }: Pace,
): void {
  const names = isLossy ? [...teller.hosts.keys(), stranger] : [...teller.hosts.keys()];
  let at = begin;
  let place = names[vm.first % teller.hosts.size] ?? stranger;
  let openJob = false;
  for (const [index, move] of vm.moves.entries()) {
    const others = names.filter((name) => name !== place);
    const wanted = others[move.target % others.length] ?? place;
    // A VM that is off and moves tells so little that only its distance in time keeps it apart.
    const kind = !isLossy && move.kind === 'cold' ? 'live' : possible(move.kind, place, wanted);
    const to = kind === 'storage' ? place : wanted;
    at += leastMs + (move.pauseMs % mostMs);
    if (move.noise === 0 && isLossy) at = tellNoise(teller, vmId, place, at) + leastMs;
    const isRunning = vm.lastRuns && index === vm.moves.length - 1 && hasJob(kind) && place !== stranger;
    const kept = isLossy ? move : { ...move, lost: [] };
    const words = keptWords(kind, kept, { from: place, to, isRunning, openJob, hasNext: vm.moves[index + 1] !== undefined });
    const times = { startedAt: at, finishedAt: at + move.lastsMs };
    tellMove(teller, { vmId, kind, from: place, to, ...times, isRunning, words, plan: move });
    openJob = words.has('running') && !words.has('ended');
    at += move.lastsMs;
    if (kind !== 'failed' && kind !== 'refused' && !isRunning) place = to;
  }
}

/** What cannot be told of a host that is not monitored is played as something that can. */
function possible(kind: MoveKind, from: string, to: string): MoveKind {
  if (kind === 'quick' || kind === 'failover' || kind === 'replica-failover' || kind === 'cold') {
    return from === stranger || to === stranger ? 'live' : kind;
  }
  return kind;
}

function hasJob(kind: MoveKind): boolean {
  return kind === 'live' || kind === 'live-and-storage' || kind === 'storage' || kind === 'failed';
}

interface Circumstances {
  readonly from: string;
  readonly to: string;
  readonly isRunning: boolean;
  readonly openJob: boolean;
  readonly hasNext: boolean;
}

/** The words that are left of a move. */
function keptWords(kind: MoveKind, { lost, noise }: MovePlan, where: Circumstances): ReadonlySet<Word> {
  const { from, to, isRunning, openJob, hasNext } = where;
  if (isRunning) return new Set(['running']);
  const said = wordsOf(kind, noise).filter((word) => {
    if (word === 'placed') return from !== stranger && to !== stranger;
    const teller = word === 'log-destination' || word === 'restored' || word === 'started' ? to : from;
    return teller !== stranger;
  });
  const kept = new Set(said.filter((_, index) => lost[index] !== true));
  // With the end of a job unseen, only the next job tells that what comes later belongs to another migration.
  if (openJob && hasJob(kind) && from !== stranger) kept.add('running');
  if (kept.has('running') && hasNext) kept.add('ended');
  return kept;
}

function wordsOf(kind: MoveKind, noise: number): readonly Word[] {
  switch (kind) {
    case 'live':
    case 'live-and-storage':
      // Which end logs it is not published: one of them, or both.
      return ['running', 'ended', 'placed', ...(noise % 2 === 0 ? (['log-source'] as const) : []), ...(noise > 1 ? (['log-destination'] as const) : [])];
    case 'storage':
      return ['running', 'ended'];
    case 'failed':
      return ['running', 'ended', 'log-source'];
    case 'refused':
      return ['log-source'];
    case 'quick':
      return ['saved', 'placed', 'restored'];
    case 'failover':
    case 'replica-failover':
      return ['placed', 'started'];
    case 'cold':
      return ['placed'];
  }
}

interface ToTell extends Omit<Move, 'words' | 'blackoutSeconds' | 'keptRunning'> {
  readonly words: ReadonlySet<Word>;
  readonly plan: MovePlan;
}

function tellMove(teller: Teller, { words, plan: { keptRunning, duplicated, target }, ...move }: ToTell): void {
  const { vmId, from, to, kind, startedAt, finishedAt } = move;
  const blackoutSeconds = (target + 1) / 10;
  const ids = new Map<Word, number>();
  const job = `job ${teller.moves.length}`;
  const detailOf = (word: Word) => toDetail(word, { ...move, job, blackoutSeconds, keptRunning }, teller);
  for (const word of words) {
    const host = word === 'placed' ? to : isOfDestination(word) ? to : from;
    const at = word === 'placed' ? finishedAt + 7_000 : teller.by(host, timeOf(word, startedAt, finishedAt));
    ids.set(word, teller.tell(vmId, host, kindOfWord(word, kind), at, detailOf(word)));
    if (duplicated) teller.again();
  }
  if (move.isRunning) teller.running.push({ host: from, job, percent: 40 });
  teller.moves.push({ ...move, words: ids, blackoutSeconds, keptRunning });
}

function isOfDestination(word: Word): boolean {
  return word === 'log-destination' || word === 'restored' || word === 'started';
}

function timeOf(word: Word, startedAt: number, finishedAt: number): number {
  if (word === 'running') return startedAt;
  if (word === 'saved') return startedAt + 2_000;
  return word === 'ended' ? finishedAt + 1_000 : finishedAt;
}

function kindOfWord(word: Word, kind: MoveKind): string {
  if (word === 'running') return 'migration-running';
  if (word === 'ended') return kind === 'failed' ? 'migration-failed' : 'migration-finished';
  if (word === 'log-source' || word === 'log-destination') {
    if (kind === 'refused') return 'migration-refused';
    return kind === 'failed' ? 'migration-failed' : 'migration-finished';
  }
  return word;
}

interface Said extends Pick<ToTell, 'kind' | 'from' | 'to' | 'startedAt' | 'finishedAt'> {
  readonly job: string;
  readonly blackoutSeconds: number;
  readonly keptRunning: boolean;
}

function toDetail(word: Word, move: Said, teller: Teller): object {
  const { kind, from, to, startedAt, finishedAt, job, blackoutSeconds, keptRunning } = move;
  switch (word) {
    case 'running':
    case 'ended': {
      const type = kind === 'storage' || kind === 'live-and-storage' ? kind : 'live';
      const destination = kind === 'storage' ? {} : { destination: to === stranger ? to : to.toUpperCase() };
      const end = word === 'ended' ? { endedAt: teller.by(from, finishedAt) } : {};
      const failure = word === 'ended' && kind === 'failed' ? { code: 32_768, reason: 'job failed' } : {};
      const common = { source: 'job', job, type, startedAt: teller.by(from, startedAt), network: 'smb' };
      return { ...common, ...destination, ...end, ...failure };
    }
    case 'log-source':
    case 'log-destination':
      if (kind === 'failed' || kind === 'refused') return { source: 'log', eventId: 21_024, side: 'source', reason: 'log failed' };
      return { source: 'log', eventId: 20_415, live: true, blackoutSeconds };
    case 'placed': {
      const window = { notBefore: finishedAt - 8_000, notAfter: finishedAt + 7_000 };
      if (kind === 'failover') return { from, to, ...window, fromAway: true };
      if (kind === 'replica-failover') return { from, to, ...window, wasReplica: true };
      const alive = kind === 'live' || kind === 'live-and-storage';
      return { from, to, ...window, ...(alive && keptRunning ? { keptRunning } : {}) };
    }
    default:
      return {};
  }
}

/** What looks like a part of a migration and is none: saved and restored, or restarted, in one place. */
function tellNoise(teller: Teller, vmId: string, place: string, at: number): number {
  if (place === stranger) return at;
  teller.tell(vmId, place, 'saved', teller.by(place, at), {});
  teller.tell(vmId, place, 'restored', teller.by(place, at + 30_000), {});
  teller.tell(vmId, place, 'turned-off', teller.by(place, at + 60_000), {});
  teller.tell(vmId, place, 'started', teller.by(place, at + 90_000), {});
  return at + 90_000;
}

/** One id on two hosts, as a replica's or a copied VM's: whatever each host does with its own, none of them migrates. */
function tellCopies(teller: Teller): void {
  const [one = stranger, other = stranger] = [...teller.hosts.keys()];
  for (const [index, host] of [one, other, one, other].entries()) {
    const at = begin + index * 45_000;
    teller.tell('copied', host, 'saved', teller.by(host, at), {});
    teller.tell('copied', index % 2 === 0 ? other : one, 'restored', teller.by(host, at + 20_000), {});
    teller.tell('copied', host, 'started', teller.by(host, at + 30_000), {});
  }
}
