import { expect, test } from 'vitest';
import { Tokens } from './tokens.ts';

test('addresses stay addresses, however many there are', () => {
  const tokens = new Tokens();
  const ipv4 = Array.from({ length: 70_000 }, (_, at) => tokens.ipv4(`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`));
  expect(new Set(ipv4).size).toBe(70_000);
  expect(ipv4.filter((address) => !/^(192\.0\.2|198\.1[89]\.\d{1,3})\.\d{1,3}$/.test(address))).toEqual([]);
  expect(tokens.mac('00:15:5d:00:00:01')).toBe('00:00:5e:00:53:01');
  expect(tokens.mac('00-15-5D-00-00-01')).toBe('00-00-5e-00-53-01');
});
