import { describe, expect, test } from 'vitest';
import { en } from './catalogue.ts';
import type { PluralForms } from './plural-forms.ts';
import { ru } from './ru.ts';
import { translateFor } from './translate.ts';

type Entry = string | PluralForms;
const english: Readonly<Record<string, Entry>> = en;
const textsOf = (entry: Entry): readonly string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const namesIn = (entry: Entry): readonly string[] =>
  [...new Set(textsOf(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].toSorted();

describe.each([['ru', ru as Readonly<Record<string, Entry>>]])('%s', (locale, catalogue) => {
  test('has a text for every English key, and none besides', () => {
    expect(Object.keys(english).filter((key) => !Object.hasOwn(catalogue, key))).toEqual([]);
    expect(Object.keys(catalogue).filter((key) => !Object.hasOwn(english, key))).toEqual([]);
  });

  test('names the same placeholders as the English text', () => {
    const differing = Object.entries(catalogue).filter(
      ([key, entry]) => namesIn(entry).join() !== namesIn(english[key] ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('has every plural form that the language needs, wherever English has plurals', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    const lacking = Object.entries(catalogue).filter(([key, entry]) => {
      if (typeof entry === 'string') return typeof english[key] !== 'string';
      return pluralCategories.some((category) => entry[category] === undefined);
    });
    expect(lacking.map(([key]) => key)).toEqual([]);
  });

  test('holds neither markup nor a stray brace', () => {
    const texts = Object.values(catalogue).flatMap(textsOf);
    expect(texts.filter((text) => /[<>{}]/.test(text.replaceAll(/\{\w+\}/g, '')))).toEqual([]);
  });

  test('does not leave sentences in English', () => {
    const same = Object.entries(catalogue).filter(
      ([key, entry]) => typeof entry === 'string' && entry === english[key] && /[a-z]{3} [a-z]{2}/i.test(entry),
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

test('Russian counts by its own rules', () => {
  const t = translateFor('ru');
  const items = [1, 2, 5, 11, 21, 22, 111].map((count) => t('vm.kvp.items', { count }));
  expect(items).toEqual(['1 элемент', '2 элемента', '5 элементов', '11 элементов', '21 элемент', '22 элемента', '111 элементов']);
});
