import { missing } from './missing.ts';

/** A whole number with the separators of the language. Missing or not finite: "—". */
export function formatCount(count: number | null | undefined, locale = 'en'): string {
  if (typeof count !== 'number' || !Number.isFinite(count)) return missing;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}
