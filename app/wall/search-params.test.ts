import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWallParams } from './search-params.ts';

const plain = { rotate: null, view: 'overview', site: null, theme: 'dark', scale: 1, sound: false };

test('the plain address is a dark wall that shows everything', () => {
  expect(parseWallParams({})).toEqual(plain);
});

test('every parameter is taken', () => {
  const address = { rotate: '30', view: 'hosts', site: 'north', theme: 'light', scale: '1.25', sound: '1' };
  expect(parseWallParams(address)).toEqual({ ...address, rotate: 30, scale: 1.25, sound: true });
});

test('each value that does not fit is left out, and the others still count', () => {
  expect(parseWallParams({ rotate: '0', scale: 'NaN', theme: 'pink', view: '../x', sound: 'maybe', site: '' })).toEqual(plain);
  expect(parseWallParams({ rotate: '1e9', scale: '99', site: 'x'.repeat(1_000), theme: 'light' })).toEqual({
    ...plain,
    theme: 'light',
  });
  expect(parseWallParams({ theme: ['light', 'dark'], rotate: ['60', '5'] })).toEqual({ ...plain, theme: 'light', rotate: 60 });
});

test('no address is an error', () => {
  const value = fc.option(fc.oneof(fc.string(), fc.array(fc.string())), { nil: undefined });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('rotate', 'view', 'site', 'theme', 'scale', 'sound', 'x'), value), (params) => {
      const { rotate, scale } = parseWallParams(params);
      expect(rotate === null || (rotate >= 5 && rotate <= 3_600)).toBe(true);
      expect(scale >= 0.5 && scale <= 2).toBe(true);
    }),
  );
});
