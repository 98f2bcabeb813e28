import { type Level, levelRank } from '#lib/derive/vital-sign.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiHistory } from '#lib/model/api/history.ts';
import type { ChartWindow } from './chart-range.ts';

/** A state that a row can be in: its word, and how much it wants attention. */
export interface ChartState {
  readonly word: Message;
  readonly level: Level;
}

/** One line of a state chart: the state of each step, null where nothing is known. */
export interface StateRow {
  readonly id: string;
  readonly label: string;
  /** Used where there is little room. */
  readonly shortLabel?: string;
  readonly states: readonly (ChartState | null)[];
  /** The worst state within each step, where it was not the last one. */
  readonly worst: readonly (ChartState | null)[];
}

/** A stretch in one state. It lasts from the start of its first step to the end of its last. */
export interface StateRun {
  readonly from: number;
  readonly to: number;
  readonly state: ChartState;
  readonly worst: ChartState | null;
}

type ApiSeries = ApiHistory['series'][number];

/** A row of codes. The codes between two steps are known by their extremes only, which is where trouble shows. */
export function toCodeRow(
  id: string,
  label: string,
  series: ApiSeries | undefined,
  describe: (code: number) => ChartState,
): StateRow {
  const known = new Map<number, ChartState>();
  const stateOf = (code: number | null | undefined): ChartState | null => {
    if (code === null || code === undefined) return null;
    const state = known.get(code) ?? describe(code);
    known.set(code, state);
    return state;
  };
  const { last = [], min = last, max = last } = series ?? {};
  const states = last.map(stateOf);
  const worst = states.map((state, index) => worse(state, stateOf(min[index]), stateOf(max[index])));
  return { id, label, states, worst };
}

/** One of several series that say 1 while their state holds, such as the outcomes of a collector's scrapes. */
export interface StateSeries {
  readonly state: ChartState;
  readonly series: ApiSeries | undefined;
}

/**
 * A row from a set of states. Where one state gives way to another, both are told for a moment: the worse one counts. `holdSteps` is how
 * many steps a broken state goes on while nothing new is said, because a host that is out of reach is tried less often.
 */
export function toStateSetRow(id: string, label: string, set: readonly StateSeries[], holdSteps: number): StateRow {
  const count = Math.max(0, ...set.map(({ series }) => series?.last.length ?? 0));
  let held: ChartState | null = null;
  let heldFor = 0;
  const states = Array.from({ length: count }, (_, index) => {
    const told = set.filter(({ series }) => (series?.last[index] ?? null) !== null).map(({ state }) => state);
    const state = told.reduce<ChartState | null>((worst, one) => (worst === null || isWorse(one, worst) ? one : worst), null);
    if (state !== null) [held, heldFor] = [state, 0];
    else if (++heldFor > holdSteps || held === null || levelRank(held.level) > levelRank('warning')) held = null;
    return state ?? held;
  });
  return { id, label, states, worst: states.map(() => null) };
}

function worse(state: ChartState | null, ...others: readonly (ChartState | null)[]): ChartState | null {
  let worst: ChartState | null = null;
  for (const other of others) if (other !== null && state !== null && isWorse(other, worst ?? state)) worst = other;
  return worst;
}

function isWorse(a: ChartState, b: ChartState): boolean {
  return levelRank(a.level) < levelRank(b.level);
}

/** Steps in the same state as stretches, oldest first; gaps are what lies between them. */
export function mergeRuns(
  { states, worst }: StateRow,
  { from, stepMs }: Pick<ChartWindow, 'from' | 'stepMs'>,
): readonly StateRun[] {
  const runs: { from: number; to: number; state: ChartState; worst: ChartState | null }[] = [];
  let open = false;
  states.forEach((state, index) => {
    const last = runs.at(-1);
    const to = from + index * stepMs;
    if (state === null) open = false;
    else if (open && last !== undefined && last.state === state && last.worst === (worst[index] ?? null)) last.to = to;
    else {
      runs.push({ from: to - stepMs, to, state, worst: worst[index] ?? null });
      open = true;
    }
  });
  return runs;
}
