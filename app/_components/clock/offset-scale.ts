import type { Offset } from '#lib/model/clock.ts';

/** Offsets smaller than this are all but zero on the scale. */
const knee = 1e-5;
/** The ends of the scale, in seconds; what lies beyond is drawn as an arrow there. */
export const scaleEnd = 100;
/** Where clocks are called wrong: drawn on every scale. */
export const limitSeconds = 1;

/** Share of the width that is left free at both ends, for marks that stand there. */
const margin = 0.04;

/**
 * Seconds → place on the shared scale, −1 to 1: zero in the middle, straight around it and logarithmic further out (inverse hyperbolic
 * sine), the same on both sides. Pure.
 */
export function toScale(seconds: number): number {
  const place = Math.asinh(seconds / knee) / Math.asinh(scaleEnd / knee);
  return Math.min(1, Math.max(-1, place));
}

/** The same as percent of the width of a drawing. */
export function toPercent(seconds: number): number {
  return 50 + toScale(seconds) * 50 * (1 - 2 * margin);
}

/** Whether a clock is off by more than the limit: surely, surely not, or the bound leaves it open. */
export type BandVerdict = 'inside' | 'outside' | 'unsure';

export function bandVerdict({ seconds, boundSeconds }: Offset): BandVerdict {
  const distance = Math.abs(seconds);
  if (distance - boundSeconds > limitSeconds) return 'outside';
  return distance + boundSeconds > limitSeconds ? 'unsure' : 'inside';
}

/** What a band looks like, in percent of the width. `arrow` where the value lies beyond an end of the scale. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly arrow: 'low' | 'high' | undefined;
}

export function toBand({ seconds, boundSeconds }: Offset): Band {
  return {
    from: toPercent(seconds - boundSeconds),
    to: toPercent(seconds + boundSeconds),
    at: toPercent(seconds),
    arrow: seconds > scaleEnd ? 'high' : seconds < -scaleEnd ? 'low' : undefined,
  };
}
