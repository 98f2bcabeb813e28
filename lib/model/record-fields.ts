import { z } from 'zod';

/*
 * Fields of host records, as every collector reads them: the host sends null for what is missing, readings leave it out.
 */

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

/** Text with broken surrogate pairs replaced; null becomes undefined. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.toWellFormed());

/** A list of codes; null becomes an empty list. */
export const codes = z
  .array(z.number().int())
  .nullish()
  .transform((value) => value ?? []);

/** An ISO 8601 date in UTC or with an offset and with any number of decimals, as UTC with milliseconds; null becomes undefined. */
export const optionalDate = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : new Date(value).toISOString()));
