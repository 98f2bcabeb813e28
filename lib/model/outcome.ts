/**
 * How one scrape of one collector on one host ended. A union, never a boolean: the same word reaches the log,
 * the `/targets` page and `hvitals_scrape_outcome`.
 *
 * Set by the host side: ok, partial, no-data, unsupported, access-denied, error.
 * Set by the runtime: timeout, unreachable, parse-error, role-outdated.
 */
export const outcomes = [
  'ok',
  'partial',
  'no-data',
  'unsupported',
  'timeout',
  'unreachable',
  'access-denied',
  'role-outdated',
  'parse-error',
  'error',
] as const;

export type Outcome = (typeof outcomes)[number];

/** True where the scrape yielded a reading that may be shown as current. */
export function yieldsReading(outcome: Outcome): boolean {
  return outcome === 'ok' || outcome === 'partial' || outcome === 'no-data';
}
