import { type Matcher, parseMatcher } from '#lib/alerting/matcher.ts';

/** A silence that the address asks to be made: `/silences?new=1&matcher=vm_id="…"`. */
export interface SilenceAsked {
  readonly matchers: readonly Matcher[];
}

const mostMatchers = 20;

/** What the address asks for; undefined where it asks for nothing. A matcher that is none is left out. Pure. */
export function parseSilenceAsked(params: URLSearchParams): SilenceAsked | undefined {
  if (params.get('new') !== '1') return undefined;
  const parsed = params.getAll('matcher').slice(0, mostMatchers).map(parseMatcher);
  return { matchers: parsed.flatMap((one) => (one.ok ? [one.matcher] : [])) };
}
