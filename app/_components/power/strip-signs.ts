import type { PowerEventKind } from '#lib/derive/power-meaning.ts';
import { type Level, levelRank } from '#lib/derive/vital-sign.ts';
import type { Mark } from './to-strip.ts';

/** Shapes of marks, worst first: of several at one place the first one is drawn. */
export const stripSigns = [
  'crash',
  'dirty',
  'failed',
  'failover',
  'trouble',
  'reset',
  'pause',
  'stop',
  'save',
  'start',
  'underway',
  'move',
  'life',
] as const;
export type StripSign = (typeof stripSigns)[number];

const signOfKind: Readonly<Record<PowerEventKind, StripSign>> = {
  started: 'start',
  'start-failed': 'trouble',
  'turned-off': 'dirty',
  'shut-down-by-service': 'stop',
  'shut-down-by-guest': 'stop',
  'reset-by-host': 'reset',
  'reset-by-guest': 'reset',
  saved: 'save',
  restored: 'start',
  paused: 'pause',
  resumed: 'start',
  hibernated: 'save',
  'paused-critical': 'pause',
  'stopped-critical': 'crash',
  'guest-crashed': 'crash',
  'triple-fault': 'crash',
  'worker-died': 'crash',
  'boot-failed': 'trouble',
  created: 'life',
  deleted: 'life',
};

/** The shape of a mark. Pure. */
export function signOf(mark: Mark): StripSign {
  if (mark.type === 'event') return signOfKind[mark.event.kind as PowerEventKind];
  const { result, kind } = mark.migration;
  if (result === 'failed') return 'failed';
  if (result !== 'finished') return 'underway';
  return kind === 'failover' || kind === 'replica-failover' ? 'failover' : 'move';
}

/** How much a mark wants attention. Pure. */
export function levelOfMark(mark: Mark): Level {
  if (mark.type === 'migration') {
    const sign = signOf(mark);
    return sign === 'failed' ? 'critical' : sign === 'failover' ? 'warning' : 'info';
  }
  const { severity } = mark.event;
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
}

/** Marks that stand at one place of the drawing. */
export interface MarkCluster {
  /** Pixels. */
  readonly x: number;
  /** The one that is drawn. */
  readonly worst: Mark;
  /** Oldest first. */
  readonly marks: readonly Mark[];
}

/** Puts marks that would stand less than `room` pixels apart into one place. `marks`: oldest first. Pure. */
export function clusterMarks(marks: readonly Mark[], toX: (time: number) => number, room: number): readonly MarkCluster[] {
  const clusters: { readonly x: number; marks: Mark[] }[] = [];
  for (const mark of marks) {
    const x = toX(mark.at);
    const last = clusters.at(-1);
    if (last !== undefined && x - last.x < room) last.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  return clusters.flatMap(({ x, marks: here }) => {
    const worst = here.toSorted(worstFirst)[0];
    return worst === undefined ? [] : [{ x, worst, marks: here }];
  });
}

function worstFirst(a: Mark, b: Mark): number {
  return levelRank(levelOfMark(a)) - levelRank(levelOfMark(b)) || stripSigns.indexOf(signOf(a)) - stripSigns.indexOf(signOf(b));
}
