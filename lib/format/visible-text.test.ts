import { expect, test } from 'vitest';
import { toVisibleString, visibleText } from './visible-text.ts';

test('plain text stays one piece', () => {
  expect(visibleText('web-1 ☂ Привет')).toEqual([{ kind: 'text', text: 'web-1 ☂ Привет' }]);
  expect(visibleText('')).toEqual([]);
});

test.each<[string, string, string]>([
  ['a null character', '\u0000', '␀'],
  ['an escape', '\u001b', '␛'],
  ['a delete', '\u007f', '␡'],
  ['a right-to-left override', '\u202e', 'U+202E'],
  ['a zero-width space', '\u200b', 'U+200B'],
  ['a line separator', '\u2028', 'U+2028'],
  ['half of a surrogate pair', '\ud800', 'U+D800'],
  ['a tag character', '\u{e0041}', 'U+E0041'],
])('%s is made visible', (_, character, shown) => {
  const [before, made, after] = visibleText(`a${character}b`);
  expect([before?.text, made?.text, after?.text]).toEqual(['a', shown, 'b']);
  expect(made?.kind).toBe('control');
});

test('as one string the code stands in brackets', () => {
  expect(toVisibleString('gpj\u202eexe')).toBe('gpj⟨U+202E⟩exe');
});
