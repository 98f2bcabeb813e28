import { toEnabled } from './component-status.ts';

/*
 * Whether the fields of a host's record say again what a reading holds, without a schema: each is true only of what the schema would
 * read as just that. Readings hold undefined where records hold null.
 */

/** A JSON object. */
export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of an optional field. */
export function sameOptional(sent: unknown, held: number | string | undefined): boolean {
  return sent === held || (sent === null && held === undefined);
}

/** Of a list of codes. */
export function sameCodes(sent: unknown, held: readonly number[]): boolean {
  if (sent === null || sent === undefined) return held.length === 0;
  return Array.isArray(sent) && sent.length === held.length && held.every((code, index) => sent[index] === code);
}

/** Of a component's status: its first two codes. More of them are left to the schema, which passes them over. */
export function sameStatus(sent: unknown, primary: number | undefined, secondary: number | undefined): boolean {
  if (primary === undefined) return secondary === undefined && sameCodes(sent, []);
  return sameCodes(sent, secondary === undefined ? [primary] : [primary, secondary]);
}

/** Of a setting row's EnabledState. */
export function sameEnabled(sent: unknown, held: boolean | undefined): boolean {
  if (sent === null || sent === undefined) return held === undefined;
  return typeof sent === 'number' && Number.isSafeInteger(sent) && toEnabled(sent) === held;
}
