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
  'a=~"a**"',
  'a=~"a{101}"',
  'a=~"b^a"',
  'a=~"(?i)a"',
  'a=~"\\\\b"',
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

test.each([
  [[], true],
  [['vm=~".*"'], true],
  [['vm=~".+"'], true],
  [['vm!="a"', 'host!~"b"'], true],
  [['alertname=~".+"', 'vm=~"[^x]*.*"'], true],
  [['vm=""'], true],
  [['vm=~".*"', 'host="a"'], false],
  [['vm=~"web-.*"'], false],
  [['severity=~"info|warning"'], false],
])('%j leaves next to nothing out: %s', (texts, expected) => expect(matchEverything(texts.map(read))).toBe(expected));

test('matchers all have to hold, and a negated one holds where its opposite does not', () => {
  const name = fc.constantFrom('alertname', 'host', 'vm');
  const value = fc.constantFrom('', 'a', 'b', 'web-1', '"\\\n', 'ä');
  const matcher = fc.oneof(
    fc.record({ name, op: fc.constantFrom('=' as const, '!=' as const), value }),
    fc.record({
      name,
      op: fc.constantFrom('=~' as const, '!~' as const),
      value: fc.constantFrom('', 'a|b', 'web-.*', '.*', '[ab]?'),
    }),
  );
  const opposite = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;
  fc.assert(
    fc.property(fc.array(matcher, { maxLength: 4 }), fc.dictionary(name, value), (matchers, labels) => {
      const each = matchers.map((one) => matches([one], labels));
      expect(matches(matchers, labels)).toBe(each.every(Boolean));
      expect(matchers.map((one) => matches([{ ...one, op: opposite[one.op] }], labels))).toEqual(each.map((held) => !held));
      expect(each).toEqual(matchers.map((one) => matches([one], { ...labels, host: labels.host ?? '' })));
    }),
  );
});
