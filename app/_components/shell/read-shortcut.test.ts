import { expect, test } from 'vitest';
import { readShortcut } from './read-shortcut.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, writing: false };
const press = (key: string, over: Partial<typeof plain> = {}, gAt?: number) =>
  readShortcut({ ...plain, ...over, key }, 10_000, gAt);

test.each([
  ['/', { kind: 'palette' }],
  ['?', { kind: 'help' }],
  ['f', { kind: 'filter' }],
  ['g', 'wait'],
  ['x', undefined],
])('%s alone', (key, expected) => {
  expect(press(key)).toEqual(expected);
});

test('Ctrl+K and ⌘K open the palette, also while somebody writes', () => {
  expect(press('k', { ctrlKey: true, writing: true })).toEqual({ kind: 'palette' });
  expect(press('K', { metaKey: true })).toEqual({ kind: 'palette' });
});

test('keys that write, and keys of the browser, are not taken', () => {
  expect(press('/', { writing: true })).toBeUndefined();
  expect(press('f', { ctrlKey: true })).toBeUndefined();
  expect(press('?', { altKey: true })).toBeUndefined();
});

test('g leads to a page by its second letter, in time', () => {
  expect(press('v', {}, 9_000)).toEqual({ kind: 'go', href: '/vms' });
  expect(press('v', {}, 8_000)).toBeUndefined();
  expect(press('z', {}, 9_000)).toBeUndefined();
});
