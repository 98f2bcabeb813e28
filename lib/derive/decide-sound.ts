/** What is remembered from one look to the next. Times are UTC milliseconds of the server. */
export interface SoundMemory {
  /** When the newest critical alert that was seen began to fire; null where none has been seen. */
  readonly seenAt: number | null;
  /** When a tone was last made. */
  readonly playedAt: number | undefined;
}

export interface SoundInput {
  /** Undefined at the first look. */
  readonly memory: SoundMemory | undefined;
  /** When the newest critical alert that waits for somebody began to fire; null where none waits. */
  readonly newestCriticalAt: number | null;
  readonly now: number;
  /** The reader wants sound. */
  readonly isWanted: boolean;
  /** The browser would let a tone out. */
  readonly canPlay: boolean;
}

export interface SoundDecision {
  readonly reason: 'first-look' | 'nothing-new' | 'off' | 'needs-click' | 'too-soon' | 'new-critical';
  readonly play: boolean;
  readonly memory: SoundMemory;
}

/** No two tones are closer than this. */
export const soundGapMs = 30_000;

/**
 * Decides whether a tone is made now. What was there at the first look, or came while no tone could be made, is no news later; what comes
 * too soon after a tone is told once the time is over, if it still waits. Pure.
 */
export function decideSound({ memory, newestCriticalAt, now, isWanted, canPlay }: SoundInput): SoundDecision {
  const playedAt = memory?.playedAt;
  const seen = { seenAt: latest(memory?.seenAt ?? null, newestCriticalAt), playedAt };
  if (memory === undefined) return { reason: 'first-look', play: false, memory: seen };
  if (newestCriticalAt === null || newestCriticalAt <= (memory.seenAt ?? Number.NEGATIVE_INFINITY)) {
    return { reason: 'nothing-new', play: false, memory };
  }
  if (!isWanted) return { reason: 'off', play: false, memory: seen };
  if (!canPlay) return { reason: 'needs-click', play: false, memory: seen };
  // A clock that was set back must not make it wait for hours.
  const sincePlayed = playedAt === undefined ? soundGapMs : Math.abs(now - playedAt);
  if (sincePlayed < soundGapMs) return { reason: 'too-soon', play: false, memory };
  return { reason: 'new-critical', play: true, memory: { seenAt: newestCriticalAt, playedAt: now } };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
