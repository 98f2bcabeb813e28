import type { Message } from '#lib/i18n/message.ts';

/**
 * How much a sign wants someone's attention, worst first. `none` = no verdict is due (a VM that is off), `unknown` = one is due
 * but cannot be given (no reading, a code that we do not know).
 */
export const levels = ['critical', 'warning', 'unknown', 'info', 'ok', 'none'] as const;
export type Level = (typeof levels)[number];

/** One judged sign. `word` is the short verdict, `detail` whole sentences with the reasons. */
export interface VitalSign {
  readonly level: Level;
  readonly word: Message;
  readonly detail: readonly Message[];
  /** Guest-controlled text that belongs to the sign, such as an IP address: escape on output. */
  readonly guestText?: string;
}

/** The signs of a VM, in the order in which they are shown. */
export const signNames = ['power', 'heartbeat', 'services', 'kvp'] as const;
export type SignName = (typeof signNames)[number];

/** 0 for the worst level. */
export function levelRank(level: Level): number {
  return levels.indexOf(level);
}

/** The worst of several levels; `none` for no level at all. */
export function worstLevel(all: Iterable<Level>): Level {
  let worst: Level = 'none';
  for (const level of all) if (levelRank(level) < levelRank(worst)) worst = level;
  return worst;
}

/** Broken = someone should look: critical or warning. */
export function isBroken(level: Level): boolean {
  return level === 'critical' || level === 'warning';
}

/** Builds a sign from keys and messages. */
export function sign(level: Level, word: Message | Message['key'], ...detail: readonly (Message | Message['key'])[]): VitalSign {
  const toMessage = (entry: Message | Message['key']): Message => (typeof entry === 'string' ? { key: entry } : entry);
  return { level, word: toMessage(word), detail: detail.map(toMessage) };
}
