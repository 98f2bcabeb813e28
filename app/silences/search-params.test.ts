import { expect, test } from 'vitest';
import { parseSilenceAsked } from './search-params.ts';
import { toSilenceHref } from './silence-href.ts';

test('an address brings its matchers back, whatever stands in them', () => {
  const matchers = [
    { name: 'vm', op: '=' as const, value: 'a "b" & c\n<img>' },
    { name: 'host', op: '=~' as const, value: 'hv0[1-4]' },
  ];
  const { searchParams } = new URL(toSilenceHref(matchers), 'http://x');
  expect(parseSilenceAsked(searchParams)).toEqual({ matchers });
});

test('an address that asks for nothing opens nothing, and a matcher that is none is left out', () => {
  expect(parseSilenceAsked(new URLSearchParams('matcher=vm="a"'))).toBeUndefined();
  expect(parseSilenceAsked(new URLSearchParams('new=1&matcher=vm&matcher=a=~"("'))).toEqual({ matchers: [] });
});
