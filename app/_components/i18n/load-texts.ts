import { hasTexts, type Locale } from '#lib/i18n/translate.ts';

let russian: Promise<void> | undefined;

/**
 * Fetches the texts of a language, once. English is always there; the others are a good part of all script, so only those who read them
 * load them. Where they cannot be fetched, English is shown until the page is loaded again. Never rejects.
 */
export function loadTexts(locale: Locale): Promise<void> {
  if (hasTexts(locale)) return Promise.resolve();
  russian ??= import('#lib/i18n/add-russian.ts').then(
    ({ addRussian }) => addRussian(),
    () => undefined,
  );
  return russian;
}
