import { createHash } from 'node:crypto';

/** A fraction in [0, 1) that depends on the name alone, so that hosts spread evenly and keep their place over restarts. */
export function fractionOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * The next moment after `after` on a collector's grid: whole intervals from the host's phase. Intervals that divide each other
 * meet on one grid, so a 60 s collector is due together with a 15 s one and both travel in one call. All in milliseconds.
 */
export function nextOnGrid(after: number, intervalMs: number, phaseMs: number): number {
  const next = phaseMs + (Math.floor((after - phaseMs) / intervalMs) + 1) * intervalMs;
  // Rounding may land on `after` itself.
  return next > after ? next : next + intervalMs;
}
