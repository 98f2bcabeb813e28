/** The machine's clock, read finer than Date.now. */
export interface FineClock {
  /** Unix nanoseconds. */
  now(): bigint;
  /** Whether the system's clock has been set since the fine clock was made, so that it no longer follows it. */
  stepped(): boolean;
}

/** What a fine clock is made of; tests have their own. Milliseconds. */
export interface ClockSources {
  /** UTC, whole milliseconds, may be set. */
  readonly utc: () => number;
  /** Only grows, with a fraction. */
  readonly monotonic: () => number;
}

const systemSources: ClockSources = { utc: () => Date.now(), monotonic: () => performance.now() };
const edges = 4;
/** Longer than the ticks of any system's clock; the search for edges ends then, whatever it found. */
const longestSearchMs = 80;
/** Date.now shows whole milliseconds, and a millisecond more is left for what happens between two readings. */
const stepMs = 3;
/** How well an edge is caught: the microseconds between two readings. */
export const fineResolutionSeconds = 0.000_02;

/**
 * Ties the monotonic clock to UTC at the moments at which Date.now steps, so that UTC is known to some microseconds. A few milliseconds of
 * spinning. An edge that was seen too late only makes UTC look earlier, so the latest of several counts. Made anew for each
 * measurement, it knows of every change of the system's clock before that.
 */
export function createFineClock(sources: ClockSources = systemSources): FineClock {
  const { utc, monotonic } = sources;
  const startedAt = monotonic();
  // In whole milliseconds of UTC until an edge is seen, which then is at least as late.
  let ahead = utc() - startedAt;
  let last = utc();
  for (let seen = 0; seen < edges && monotonic() - startedAt < longestSearchMs; ) {
    const next = utc();
    if (next === last) continue;
    // Set back, or by more than the search has lasted: what was found before belongs to another time.
    const isStep = next < last || next - last > longestSearchMs;
    ahead = isStep ? next - monotonic() : Math.max(ahead, next - monotonic());
    last = next;
    seen += 1;
  }
  return {
    now: () => BigInt(Math.round((ahead + monotonic()) * 1_000)) * 1_000n,
    stepped: () => Math.abs(utc() - (ahead + monotonic())) > stepMs,
  };
}
