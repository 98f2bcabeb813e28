'use client';

import type { ApiMatcher } from '#lib/model/api/silences.ts';
import { GuestText } from '../text/guest-text.client.tsx';

/** Matchers to read. Values may be names that guests gave themselves. */
export function MatcherList({ matchers }: { readonly matchers: readonly ApiMatcher[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {matchers.map(({ name, op, value }) => (
        <li key={`${name}${op}${value}`} className="rounded border border-line bg-raised px-1.5 font-mono text-xs leading-5">
          <span className="text-muted">
            {name}
            {op}
          </span>
          <GuestText text={value} limit={120} />
        </li>
      ))}
    </ul>
  );
}
