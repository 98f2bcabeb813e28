import { expect, test } from 'vitest';
import { parseHostParam } from './search-params.ts';

test('a host name is decoded once, and a broken one is no host', () => {
  expect(parseHostParam('hv%2001')).toBe('hv 01');
  expect(parseHostParam('%E0%A4%A')).toBeUndefined();
  expect(parseHostParam('x'.repeat(254))).toBeUndefined();
});
