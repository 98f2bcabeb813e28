import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Matcher, matchEverything, matches, parseMatcher, renderMatcher } from './matcher.ts';

const read = (text: string): Matcher => {
  const result = parseMatcher(text);
  if (!result.ok) throw new Error(result.reason);
  return result.matcher;
};

test.each([
  ['host="hv01"', true],
  [' host = "hv01" ', true],
  ['host!="hv01"', false],
  ['host=~"hv0[1-4]"', true],
  ['host=~"hv"', false],
  ['host=~"hv.*|other"', true],
  ['host!~"(hv|pv).."', false],
  ['vm=""', true],
  ['vm!="x"', true],
  ['host=~"hv\\\\.01"', false],
])('%s against hv01: %s', (text, expected) => expect(matches([read(text)], { host: 'hv01' })).toBe(expected));

test.each([
  'host',
  'host=hv01',
  'host=="hv01"',
  '1a="b"',
  'a="b',
  'a="\\q"',
  'a=~"("',
  'a=~"(a+)+"',
  'a=~".*.*.*"',
  'a=~"a{9}"',
  'a=~"^a"',
  'a=~"(?i)a"',
  'a=~"\\\\d"',
  'a=~"*"',
  'a=~"[z-a]"',
  `a="${'x'.repeat(1_000)}"`,
])('%s is refused with a reason', (text) =>
  expect(parseMatcher(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/./) }),
);

test('what is written is read back, whatever the value', () => {
  const value = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(value, fc.constantFrom('=' as const, '!=' as const), (value, op) => {
      expect(read(renderMatcher({ name: 'vm', op, value }))).toEqual({ name: 'vm', op, value });
    }),
  );
});

test('a label that every object inherits is absent', () => {
  expect(matches([read('constructor=""')], {})).toBe(true);
});

test('only what leaves nothing out matches everything', () => {
  expect([[], ['vm=~".*"'], ['vm!="a"', 'host!~"b"']].map((texts) => matchEverything(texts.map(read)))).toEqual([
    true,
    true,
    true,
  ]);
  expect([['vm=~".+"'], ['vm=""'], ['vm=~".*"', 'host="a"']].map((texts) => matchEverything(texts.map(read)))).toEqual([
    false,
    false,
    false,
  ]);
});

// A slow one would not end before the test's own time is over.
test('the worst patterns that are taken end on the longest label', () => {
  const label = { a: `${'a'.repeat(999)}!` };
  for (const text of ['a=~".*a.*b"', 'a=~"[a-z]+a*b"', 'a=~"(a|aa|.)a*a*b"']) expect(matches([read(text)], label)).toBe(false);
});
