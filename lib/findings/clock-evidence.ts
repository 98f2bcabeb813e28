import type { Message, MessageParams } from '../i18n/message.ts';
import type { Offset } from '../model/clock.ts';

/**
 * The accuracy that Windows Server supports without special networks, and many rules want (hyperv-facts.md 8.1). A clock that is off
 * by more, for certain, is a finding.
 */
export const highOffsetSeconds = 1;

/** An offset for a message: which way, and by how much. Two digits, so that evidence does not change with every reading. */
export function offsetParams({ seconds, boundSeconds }: Offset): MessageParams & { readonly amount: Message } {
  const key = seconds < 0 ? 'clockOffset.behind' : 'clockOffset.ahead';
  return { amount: { key, params: { seconds: twoDigits(Math.abs(seconds)) } }, bound: Math.max(0.001, twoDigits(boundSeconds)) };
}

/** A number with its first two digits, at most three of them behind the dot. */
export function twoDigits(value: number): number {
  return Number(Number(value.toPrecision(2)).toFixed(3));
}
