'use client';

import { createContext, type ReactNode, use, useContext, useMemo } from 'react';
import { hasTexts, type Locale, type Translate, translateFor } from '#lib/i18n/translate.ts';
import { loadTexts } from './load-texts.ts';

const TranslateContext = createContext<Translate>(translateFor('en'));

/** The translator of the page's language. */
export function useTranslate(): Translate {
  return useContext(TranslateContext);
}

/** Waits for the texts of the language: until they are here, the browser leaves what the server has written. */
export function TranslateProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  if (!hasTexts(locale)) use(loadTexts(locale));
  const translate = useMemo(() => translateFor(locale), [locale]);
  return <TranslateContext value={translate}>{children}</TranslateContext>;
}
