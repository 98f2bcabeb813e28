/** Something that comes and goes on a script: it begins at `offsetMs` and again every `everyMs`, and lasts `lastsMs` each time. */
export interface Episode {
  readonly everyMs: number;
  readonly offsetMs: number;
  readonly lastsMs: number;
}

/** Whether an episode is on, and the span of time, `from` included and `until` not, for which this answer holds. */
export interface EpisodeState extends Span {
  readonly active: boolean;
}

/** A span of time: `from` belongs to it, `until` does not. UTC milliseconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The span that has no ends. */
export const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** The state of an episode at a moment. Pure. */
export function episodeAt({ everyMs, offsetMs, lastsMs }: Episode, now: number): EpisodeState {
  const begun = now - ((((now - offsetMs) % everyMs) + everyMs) % everyMs);
  const ends = begun + lastsMs;
  return now < ends ? { active: true, from: begun, until: ends } : { active: false, from: ends, until: begun + everyMs };
}

/** The part that both spans share. */
export function overlap(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) };
}

/** True while the moment is in the span. */
export function isWithin(span: Span, now: number): boolean {
  return now >= span.from && now < span.until;
}
