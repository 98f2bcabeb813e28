import type { MigrationKind, MigrationNetwork, MigrationResult } from '#lib/model/migration-words.ts';
import type { History, Move, Word } from './migration-histories.ts';

/** What may be said of one move by the words that are left of it, and nothing beyond. */
export interface Expected {
  readonly kind: MigrationKind;
  readonly result: MigrationResult;
  readonly fromHost: string | undefined;
  readonly toHost: string | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly blackoutSeconds: number | undefined;
  readonly network: MigrationNetwork;
  readonly evidence: readonly number[];
  readonly toleranceMs: number;
}

/** Undefined where nothing is left that speaks of a migration at all. */
export function expectedRecord(move: Move, { toleranceMs }: History): Expected | undefined {
  const has = (...words: readonly Word[]) => words.some((word) => move.words.has(word));
  if (!has('running', 'ended', 'log-source', 'log-destination', 'placed')) return undefined;
  const job = has('running', 'ended');
  const stood = standstill(move, has);
  const ignored = new Set<Word>(stood ?? ['saved', 'restored', 'started']);
  if (stood !== undefined) ignored.clear();
  return {
    kind: kindOf(move, has, job, stood),
    result: resultOf(move, has),
    ...endsOf(move, has, job),
    startedAt: job ? move.startedAt : undefined,
    finishedAt: has('ended', 'log-source', 'log-destination') || stood?.some((word) => word !== 'saved') ? move.finishedAt : undefined,
    blackoutSeconds: isLive(move) && has('log-source', 'log-destination') ? move.blackoutSeconds : undefined,
    network: job ? 'smb' : 'unknown',
    evidence: [...move.words]
      .filter(([word]) => !ignored.has(word))
      .map(([, id]) => id)
      .toSorted((a, b) => a - b),
    toleranceMs: Math.max(toleranceMs.get(move.from) ?? 0, toleranceMs.get(move.to) ?? 0),
  };
}

type Has = (...words: readonly Word[]) => boolean;

function isLive({ kind }: Move): boolean {
  return kind === 'live' || kind === 'live-and-storage';
}

/** Power events that count: a whole pair for a quick migration, a start for a failover. */
function standstill({ kind }: Move, has: Has): readonly Word[] | undefined {
  if (!has('placed')) return undefined;
  if (kind === 'quick') return has('saved') && has('restored') ? ['saved', 'restored'] : undefined;
  if (kind === 'replica-failover') return has('started') ? ['started'] : [];
  return kind === 'failover' && has('started') ? ['started'] : undefined;
}

function kindOf(move: Move, has: Has, job: boolean, stood: readonly Word[] | undefined): MigrationKind {
  const { kind } = move;
  if (job) return kind === 'storage' || kind === 'live-and-storage' ? kind : 'live';
  if (isLive(move)) return has('log-source', 'log-destination') || move.keptRunning ? 'live' : 'unknown';
  if ((kind === 'quick' || kind === 'failover' || kind === 'replica-failover') && stood !== undefined) return kind;
  return 'unknown';
}

function resultOf({ kind, isRunning }: Move, has: Has): MigrationResult {
  if (!has('ended', 'log-source', 'log-destination', 'placed')) return isRunning ? 'running' : 'unknown';
  return kind === 'failed' || kind === 'refused' ? 'failed' : 'finished';
}

function endsOf(move: Move, has: Has, job: boolean): Pick<Expected, 'fromHost' | 'toHost'> {
  const { kind, from, to } = move;
  if (kind === 'refused') return { fromHost: from, toHost: undefined };
  if (job || has('placed')) return { fromHost: from, toHost: to };
  if (kind === 'failed') return { fromHost: from, toHost: undefined };
  // Two hosts logged it, or one: which end each is, is not said.
  return { fromHost: undefined, toHost: undefined };
}
