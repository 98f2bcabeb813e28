import { isDeepStrictEqual } from 'node:util';
import type { Target } from '#lib/config/schema.ts';
import type { PairTiming } from './plan-schedule.ts';
import type { PairPlan } from './plan-scrapes.ts';

/** A target in force and what is asked of it. */
export interface ActiveTarget {
  readonly target: Target;
  readonly plans: readonly PairPlan[];
}

/** When a pair is due and how long it may take. */
export function toTiming({ collector, intervalMs, timeoutMs }: PairPlan): PairTiming {
  return { name: collector.name, intervalMs, timeoutMs };
}

/** Whether a target is polled as before, so that it need not be disturbed. */
export function sameTarget(a: ActiveTarget, b: ActiveTarget | undefined): boolean {
  return (
    b !== undefined &&
    isDeepStrictEqual(a.target, b.target) &&
    isDeepStrictEqual(a.plans.map(toTiming), b.plans.map(toTiming)) &&
    isDeepStrictEqual(a.plans.map(toSettings), b.plans.map(toSettings))
  );
}

function toSettings({ settings }: PairPlan): PairPlan['settings'] {
  return settings;
}
