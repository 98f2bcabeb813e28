import { expect, test } from 'vitest';
import { parseHostParam } from './hosts/[host]/search-params.ts';
import { parseOverviewParams, toOverviewSearch } from './search-params.ts';

const parse = (search: string) => parseOverviewParams(new URLSearchParams(search));

test('the plain page has a plain URL', () => {
  expect(parse('')).toEqual({ text: '', show: 'all', allRows: false });
  expect(toOverviewSearch(parse(''))).toBe('');
});

test('what is shown comes back from its own URL', () => {
  const params = { text: 'web 1&x=%', show: 'broken', allRows: true } as const;
  expect(parse(toOverviewSearch(params))).toEqual(params);
});

test('unknown values are as if they were not there, and text has a limit', () => {
  expect(parse('show=everything&rows=-1')).toEqual({ text: '', show: 'all', allRows: false });
  expect(parse(`q=${'x'.repeat(5_000)}`).text).toHaveLength(200);
});

test('a host name is decoded once, and a broken one is no host', () => {
  expect(parseHostParam('hv%2001')).toBe('hv 01');
  expect(parseHostParam('%E0%A4%A')).toBeUndefined();
  expect(parseHostParam('x'.repeat(254))).toBeUndefined();
});
