import { expect, test } from 'vitest';
import { parseClockHost, toClocksHref } from './search-params.ts';

test.each([
  ['hv01', 'hv01'],
  [' hv01 ', 'hv01'],
  [['hv02', 'hv01'], 'hv02'],
  ['', undefined],
  [' ', undefined],
  ['x'.repeat(254), undefined],
  [[], undefined],
  [null, undefined],
  [undefined, undefined],
] as const)('%j names the host %j', (value, host) => {
  expect(parseClockHost(value)).toBe(host);
});

test('an address leads back to its host, whatever the name', () => {
  for (const host of ['hv01', 'a&b=c', 'ä %', '?#']) {
    expect(parseClockHost(new URL(toClocksHref(host), 'http://x').searchParams.get('host'))).toBe(host);
  }
  expect(toClocksHref(undefined)).toBe('/clocks');
});
