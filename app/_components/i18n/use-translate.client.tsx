'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Locale, type Translate, translateFor } from '#lib/i18n/translate.ts';

const TranslateContext = createContext<Translate>(translateFor('en'));

/** The translator of the page's language. */
export function useTranslate(): Translate {
  return useContext(TranslateContext);
}

export function TranslateProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  const translate = useMemo(() => translateFor(locale), [locale]);
  return <TranslateContext value={translate}>{children}</TranslateContext>;
}
