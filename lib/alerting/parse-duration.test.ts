import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, renderDuration } from './parse-duration.ts';

test.each([
  ['0', 0],
  ['0s', 0],
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1y2w3d4h5m6s7ms', 33_019_506_007],
  ['100ms', 100],
])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(['', '1', '1.5h', '30m1h', '1h1h', '-1m', ' 1m', '1 m', '1M', 'm', '1µs', `${'9'.repeat(40)}s`, '999999y'])(
  '%s is no duration',
  (text) => expect(parseDuration(text)).toBeUndefined(),
);

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
      expect(parseDuration(renderDuration(ms))).toBe(ms);
    }),
  );
});
