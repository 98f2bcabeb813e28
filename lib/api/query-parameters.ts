import { z } from 'zod';
import { parseVmId } from '../model/vm-id.ts';
import { parseRowCursor } from './row-cursor.ts';

/*
 * The parameters that may stand after the question mark. Each takes text, as an address has it; what comes out is only for the document and for the types
 * of the client.
 */

/** Longer lists are asked for page by page. */
export const mostRows = 5_000;
/** The last moment that a date can say, UTC milliseconds. */
const newestTime = 8_640_000_000_000_000;

function wholeNumber(description: string, [least, most]: readonly [number, number]) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .pipe(z.number().int(error).min(least, error).max(most, error))
    .optional()
    .meta({ description });
}

/** How many rows are listed. */
export function limit(usual: number) {
  return wholeNumber(`How many are listed; ${usual} where it does not say.`, [0, mostRows]);
}

/** A number that the answer before gave. */
export function knownNumber(description: string) {
  return wholeNumber(description, [0, 999_999_999_999_999]);
}

const fromBefore = 'must be `next` of the answer before';
const goesOn = { description: 'Goes on where the answer before ended: its `next`.' };

/** Where a list of rows goes on. */
export const cursor = z
  .string()
  .max(4_000, fromBefore)
  .refine((text) => parseRowCursor(text) !== undefined, fromBefore)
  .optional()
  .meta(goesOn);

/** Where a list of events goes on: the time and the id of the last one. */
export const eventCursor = z
  .string()
  .regex(/^-?\d{1,16}(\.\d{1,12})?-\d{1,16}$/, fromBefore)
  .optional()
  .meta(goesOn);

/** Text that names something; what nobody has finds nothing. */
export function name(description: string, longest = 253) {
  return z.string().trim().max(longest, `must have at most ${longest} characters`).optional().meta({ description });
}

/** The id of a VM. */
export function vm(description: string) {
  const error = 'must be the id of a VM, such as 7e570001-0000-4000-8000-000000000001';
  return z
    .string()
    .max(100, error)
    .refine((text) => parseVmId(text) !== undefined, error)
    .optional()
    .meta({ description, format: 'uuid' });
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[], description: string) {
  return z
    .enum(words, `must be one of ${words.join(', ')}`)
    .optional()
    .meta({ description });
}

/** Some of some words, with commas between them. */
export function someOf<const Word extends string>(words: readonly Word[], description: string) {
  const error = `must be some of ${words.join(', ')}, with commas between them`;
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words, error)))
    .optional()
    .meta({ description });
}

/** A moment: a date of ISO 8601 with its zone, or UTC milliseconds. */
export function instant(description: string) {
  return z
    .string()
    .refine(isInstant, 'must be a date with its zone, such as 2026-11-23T08:00:00Z, or UTC milliseconds')
    .optional()
    .meta({ description: `${description} A date of ISO 8601 with its zone, or UTC milliseconds.` });
}

function isInstant(text: string): boolean {
  const isNumber = /^\d{1,16}$/.test(text);
  if (text.length > 40 || !(isNumber || /(Z|[+-]\d\d:\d\d)$/.test(text))) return false;
  const at = isNumber ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && at >= 0 && at <= newestTime;
}
