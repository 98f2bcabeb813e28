import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detachText } from './detach-text.ts';

test('is the same text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => void expect(detachText(text)).toBe(text)));
});

test('keeps nothing of what the text was cut from', () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this engine gives no hold of its collector');
  const heldBytes = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  // 2,000 parts of wholes of 10,000 characters each: 20 MB with them, a few hundred KB without.
  const wholes = Array.from({ length: 2_000 }, (_, index) =>
    JSON.parse(`"<${index}>a value of some length<${'x'.repeat(10_000)}"`),
  );
  const parts = wholes.map((whole) => detachText(/>([^<]*)</.exec(whole)?.[1] ?? ''));
  const before = heldBytes();
  wholes.length = 0;
  expect(before - heldBytes()).toBeGreaterThan(15_000_000);
  expect(new Set(parts)).toEqual(new Set(['a value of some length']));
});
