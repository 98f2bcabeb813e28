import type { Matcher } from '#lib/alerting/matcher.ts';

/**
 * The address at which a silence of these is asked for (search-params.ts reads it). It writes matchers as `renderMatcher` does, without
 * the patterns that come with that: pages that only link here are spared them. Pure.
 */
export function toSilenceHref(matchers: readonly Matcher[]): string {
  const params = new URLSearchParams({ new: '1' });
  for (const { name, op, value } of matchers) params.append('matcher', `${name}${op}${JSON.stringify(value)}`);
  return `/silences?${params}`;
}
