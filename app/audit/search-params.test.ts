import { expect, test } from 'vitest';
import { parseAuditFilter, toAuditHref, toAuditQuery } from './search-params.ts';

test.each(['', 'actor=ann', 'actor=ann&action=user.add&outcome=refused&range=7d'])('%s is read and written back', (query) => {
  expect(toAuditHref(parseAuditFilter(new URLSearchParams(query)))).toBe(query === '' ? '/audit' : `/audit?${query}`);
});

test('what makes no sense is as if it were not there', () => {
  expect(parseAuditFilter(new URLSearchParams('actor=+&outcome=perhaps&range=9h&other=1'))).toEqual({});
});

test('a span begins before now', () => {
  expect(toAuditQuery({ actor: 'ann', range: '24h' }, 100_000_000)).toEqual({ actor: 'ann', from: '13600000' });
});
