import type { MessageKey } from '#lib/i18n/catalogue.ts';

const known = [
  'acknowledged',
  'unacknowledged',
  'silenced',
  'silence-changed',
  'silence-ended',
  'maintenance-made',
  'maintenance-changed',
  'maintenance-deleted',
] as const;

/** The words of a deed; those of another version have words that fit all. Pure. */
export function deedKey(kind: string): Extract<MessageKey, `handover.deed.${string}`> {
  const found = known.find((one) => one === kind);
  return found === undefined ? 'handover.deed.unknown' : `handover.deed.${found}`;
}
