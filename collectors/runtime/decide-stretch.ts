/** Ticks may be late by this part of the shortest interval before all intervals are stretched. */
const lateShare = 0.3;
/** They are unstretched once lateness stays below this part for `calmWindows`. */
const calmShare = 0.05;
const calmWindowsToRecover = 4;
const longestStretch = 16;

/** How much longer than otherwise all intervals are, because the daemon itself cannot keep up. */
export interface Stretch {
  /** 1, 2, 4, … */
  readonly factor: number;
  /** Windows in a row in which ticks were on time. */
  readonly calmWindows: number;
}

/** What was seen of the ticks of one window. */
export interface TickWindow {
  readonly ticks: number;
  /** How late they were altogether: waiting for a place, for the event loop, for their turn. */
  readonly lateMs: number;
}

export interface StretchDecision extends Stretch {
  readonly reason: 'unchanged' | 'behind' | 'recovered';
}

export const noStretch: Stretch = { factor: 1, calmWindows: 0 };

/**
 * Doubles the factor after a window whose ticks were late by over 30 % of the shortest interval in force, on average, and halves it after
 * four windows in which they were hardly late. Less work is then done in time, instead of all of it late. Pure.
 */
export function decideStretch({ factor, calmWindows }: Stretch, window: TickWindow, shortestIntervalMs: number): StretchDecision {
  if (window.ticks === 0) return { factor, calmWindows, reason: 'unchanged' };
  const share = window.lateMs / window.ticks / (shortestIntervalMs * factor);
  if (share > lateShare && factor < longestStretch) return { factor: factor * 2, calmWindows: 0, reason: 'behind' };
  const calm = share < calmShare ? calmWindows + 1 : 0;
  if (factor > 1 && calm >= calmWindowsToRecover) return { factor: factor / 2, calmWindows: 0, reason: 'recovered' };
  return { factor, calmWindows: calm, reason: 'unchanged' };
}
