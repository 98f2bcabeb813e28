import type { HostSchedule, PairSchedule } from './host-schedule.ts';
import { fractionOf } from './phase.ts';

/** What a schedule needs to know of a configured pair. */
export interface PairTiming {
  readonly name: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** First calls start this far apart on average, and all within the longest spread. */
const spreadPerHostMs = 25;
const longestSpreadMs = 15_000;

/**
 * The first schedule of a host: everything runs once, soon, at a moment that depends on the host's name; from then on short intervals
 * keep that phase, and longer ones move to a tick of the host's that depends on the name too. All ticks lie on one grid, as wide as
 * the greatest common divisor of the intervals. `now` is monotonic. Pure.
 */
export function planSchedule(host: string, pairs: readonly PairTiming[], hostCount: number, now: number): HostSchedule {
  const start = now + fractionOf(host) * Math.min(longestSpreadMs, hostCount * spreadPerHostMs);
  return { host, failures: 0, stretch: 1, pairs: pairs.map((pair) => planPair(host, pair, pairs, start)) };
}

function planPair(host: string, pair: PairTiming, all: readonly PairTiming[], start: number): PairSchedule {
  const tickMs = all.map(({ intervalMs }) => Math.round(intervalMs)).reduce(greatestCommonDivisor);
  const ticks = Math.max(1, Math.floor(pair.intervalMs / tickMs));
  const slot = Math.floor(fractionOf(`${host} slot`) * ticks);
  return {
    name: pair.name,
    configuredMs: pair.intervalMs,
    intervalMs: pair.intervalMs,
    timeoutMs: pair.timeoutMs,
    phaseMs: start + slot * tickMs,
    dueAt: start,
    tookMs: undefined,
    alone: false,
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
