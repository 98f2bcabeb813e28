import { expect, test } from 'vitest';
import { en } from './catalogue.ts';
import type { PluralForms } from './plural-forms.ts';
import { translateFor } from './translate.ts';

const t = translateFor('en');

test('a key gives its text with the parameters in it', () => {
  expect(t('nav.overview')).toBe('Overview');
  expect(t('services.someBad', { bad: 2, count: 5 })).toBe('2 of 5 not OK');
});

test('a parameter can be a message, and a number has separators', () => {
  expect(t('overview.stateCount', { state: { key: 'state.2' }, count: 12_345 })).toBe('Running 12,345');
});

test('the plural follows the rules of the language', () => {
  expect(t('vms.shown', { count: 1 })).toBe('1 VM');
  expect(t('vms.shown', { count: 0 })).toBe('0 VMs');
  expect(t('vms.shown', { count: 21 })).toBe('21 VMs');
});

test('a parameter that is missing or no number shows as a dash, never as a placeholder', () => {
  expect(t.message({ key: 'services.someBad', params: { bad: Number.NaN } })).toBe('— of — not OK');
});

test('text in a parameter is not a template, and holds no name of Object.prototype', () => {
  expect(t('age.read', { age: '{age} $& $1' })).toBe('Read {age} $& $1 ago');
  expect(t.message({ key: 'age.read' })).toBe('Read — ago');
});

test('every plural has the forms that English needs, with the same parameters', () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();
  for (const [key, entry] of Object.entries<string | PluralForms>(en)) {
    if (typeof entry === 'string') continue;
    expect(entry.one, key).toBeDefined();
    const extra = names(entry.one ?? '').filter((name) => !names(entry.other).includes(name));
    expect(extra, key).toEqual([]);
  }
});

test('no text holds markup or a stray brace', () => {
  for (const entry of Object.values<string | PluralForms>(en)) {
    for (const text of typeof entry === 'string' ? [entry] : Object.values(entry)) {
      expect(text.replaceAll(/\{\w+\}/g, '')).not.toMatch(/[<>{}]/);
    }
  }
});
