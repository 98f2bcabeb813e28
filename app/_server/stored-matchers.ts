import { z } from 'zod';
import { type Matcher, parseMatcher, renderMatcher } from '#lib/alerting/matcher.ts';
import type { Json } from '#lib/model/json.ts';

const stored = z.array(z.object({ name: z.string(), op: z.enum(['=', '!=', '=~', '!~']), value: z.string() }));

/** The matchers of a stored silence; undefined for what another version may have meant by them. */
export function toMatchers(json: Json): readonly Matcher[] | undefined {
  const parsed = stored.safeParse(json);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  return parsed.data.every((matcher) => parseMatcher(renderMatcher(matcher)).ok) ? parsed.data : undefined;
}
