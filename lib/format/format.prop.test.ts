import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';
import { formatCount } from './format-count.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { toVisibleString, visibleText } from './visible-text.ts';

const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, null, undefined));

test('no number of any kind shows as NaN, Infinity, undefined, null or nothing', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (value, now) => {
      for (const text of [formatDuration(value), formatBytes(value), formatCount(value), formatAge(value, now ?? 0)]) {
        expect(text).not.toMatch(/NaN|Infinity|∞|undefined|null/);
        expect(text).not.toBe('');
      }
    }),
  );
});

test('a longer span never shows a smaller first unit', () => {
  const units = ['ms', 's', 'm', 'h', 'd'];
  const first = (text: string) => units.indexOf(/[a-z]+/.exec(text)?.[0] ?? '');
  const span = fc.integer({ min: 0, max: 10 ** 10 });
  fc.assert(
    fc.property(span, span, (a, b) => {
      expect(first(formatDuration(Math.max(a, b)))).toBeGreaterThanOrEqual(first(formatDuration(Math.min(a, b))));
    }),
  );
});

// Everything that acts instead of being seen (Unicode general categories Cc, Cf, Zl, Zp, Cs).
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const guestText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', '\u202e', '\u0000', '\u001b', '\u200b', '\ud800', '\u2028', '<b>', '\u0085'))
    .map((parts) => parts.join('')),
);

test('guest text keeps no character that could hide or reorder, and loses none that is visible', () => {
  fc.assert(
    fc.property(guestText, (text) => {
      const plain = visibleText(text).filter((segment) => segment.kind === 'text');
      expect(plain.map((segment) => segment.text).join('')).toBe(
        [...text].filter((one) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/u.test(one)).join(''),
      );
      expect(toVisibleString(text)).not.toMatch(acting);
    }),
  );
});
