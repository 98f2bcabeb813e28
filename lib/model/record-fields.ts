import { z } from 'zod';

/*
 * Fields of host records, as every collector reads them: the host sends null for what is missing, readings leave it out.
 */

/** No text of a record is held beyond so many UTF-16 units, unless its collector says another number. */
export const longestRecordText = 1_024;
/** Hyper-V sends one or two codes, and never more than a few. */
export const mostCodes = 16;

/** A code or count; null becomes undefined. */
export const optionalInt = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? undefined);

/** A code or count that cannot be negative; null becomes undefined. */
export const optionalCount = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? undefined);

/** Text with broken surrogate pairs replaced, cut where it is longer than any of Hyper-V; null becomes undefined. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.slice(0, longestRecordText).toWellFormed());

/** A list of codes, of which the first 16 are held; null becomes an empty list. */
export const codes = z
  .array(z.number().int())
  .nullish()
  .transform((value) => value?.slice(0, mostCodes) ?? []);

/** An ISO 8601 date in UTC or with an offset and with any number of decimals, as UTC with milliseconds; null becomes undefined. */
export const optionalDate = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : new Date(value).toISOString()));
