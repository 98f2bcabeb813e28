import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseOnce } from './parse-once.ts';

test('each object is looked at once, whether it fits or not', () => {
  let looks = 0;
  const schema = z.object({ n: z.number().refine(() => ++looks > 0) });
  const parse = parseOnce(schema);
  const [good, bad] = [{ n: 1 }, { n: 'one' }];
  expect(parse(good)).toEqual({ n: 1 });
  expect(parse(good)).toBe(parse(good));
  expect(looks).toBe(1);
  expect([parse(bad), parse(bad), parse({ n: 1 }), parse(undefined), parse(null), parse(7)]).toEqual([
    undefined,
    undefined,
    { n: 1 },
    undefined,
    undefined,
    undefined,
  ]);
});
