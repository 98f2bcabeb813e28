import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { type Preferences, parsePreferences } from '#app/_components/preferences/preferences.ts';
import { addRussian } from '#lib/i18n/add-russian.ts';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import { type Translate, translateFor } from '#lib/i18n/translate.ts';

addRussian();

/** What the browser of this request wants: theme, language, time zone. */
export async function readPreferences(): Promise<Preferences> {
  const [jar, head] = [await cookies(), await headers()];
  return parsePreferences((name) => jar.get(name)?.value, head.get('accept-language'));
}

/** The translator of this request. */
export async function readTranslate(): Promise<Translate> {
  return translateFor((await readPreferences()).locale);
}

/** A page's `generateMetadata` for a title from the catalogue, in the language of the request. */
export function titled(key: MessageKey): () => Promise<Metadata> {
  return async () => ({ title: (await readTranslate()).message({ key }) });
}
