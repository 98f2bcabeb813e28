import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from './linear-regex.ts';
import { RegexError } from './parse-regex.ts';

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '[a-c]', '\\d', '\\w', '\\.', '\\S', '1', '-', 'ä', '😀');
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '{0}');

const expression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, quantifier).map(([text, times]) => text + times),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node'), quantifier).map(([left, right, times]) => `(${left}|${right})${times}`),
    fc.tuple(tie('node'), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
  ),
})).node;
const unit = fc.constantFrom('a', 'b', 'c', '1', '-', '.', 'ä', '😀', '\n');
const subject = fc.string({ unit, maxLength: 12 });
// JavaScript goes back over each way in which nested repetitions can share a text: of twelve characters they are too many to wait for.
const shortSubject = fc.string({ unit, maxLength: 5 });

describe('an expression of the subset', () => {
  it('matches what the one of JavaScript matches', () => {
    fc.assert(
      fc.property(expression, fc.array(shortSubject, { minLength: 5, maxLength: 5 }), (text, subjects) => {
        const ours = compileRegex(text);
        const theirs = new RegExp(`^(?:${text})$`, 'su');
        for (const candidate of subjects)
          expect([text, candidate, ours(candidate)]).toEqual([text, candidate, theirs.test(candidate)]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes anchors at the outer ends for what they are: nothing new', () => {
    for (const text of ['^web.*$', '^web1$|^web2$', 'web[12]']) expect(compileRegex(text)('web1')).toBe(true);
    expect(compileRegex('^web$')('xwebx')).toBe(false);
    expect(compileRegex('')('')).toBe(true);
    expect(compileRegex('a|')('')).toBe(true);
  });

  it('is linear where backtracking takes for ever', () => {
    const started = performance.now();
    expect(compileRegex('(a*)*b')('a'.repeat(5_000))).toBe(false);
    expect(compileRegex('(a|a)*(a|a)*(a|a)*c')('a'.repeat(5_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('ends soon on any text, with an error that says what is valid or with a test', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'ab(){}[]|*+?^$\\.,-0129:=!<>iPQpE'), maxLength: 30 });
    fc.assert(
      fc.property(anything, subject, (text, candidate) => {
        try {
          compileRegex(text)(candidate);
        } catch (error) {
          expect(error).toBeInstanceOf(RegexError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

it.each([
  ['a**', 'cannot be repeated'],
  ['a+?', 'lazy'],
  ['*a', 'nothing stands before *'],
  ['(a', 'a "(" is not closed'],
  ['a)', 'closes no group'],
  ['[a', 'ends within a set'],
  ['[]', 'empty set'],
  ['[z-a]', 'must go up'],
  ['[\\d-z]', 'must go up'],
  ['a{2,1}', 'n ≤ m ≤ 100'],
  ['a{101}', 'n ≤ m ≤ 100'],
  ['a{', 'ends within a repetition'],
  ['(?i)a', 'only (?:'],
  ['(?=a)', 'only (?:'],
  ['\\bweb', '\\b is not known'],
  ['(a)\\1', '\\1 is not known'],
  ['a\\', 'ends within an escape'],
  ['a^b', 'ends only'],
  ['((a{100}){100}){100}', 'too long'],
  ['('.repeat(60), 'nested'],
])('%s is refused, with a reason', (text, reason) => {
  expect(() => compileRegex(text)).toThrow(reason);
});
