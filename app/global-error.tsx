'use client';

import { translateFor } from '#lib/i18n/translate.ts';
import { Notice } from './_components/layout/notice.tsx';
import { cookieIn, parsePreferences } from './_components/preferences/preferences.ts';
import './globals.css';

/** The layout itself threw, so nothing of it can be used here; the cookies still say which language and theme it would have had. */
export default function GlobalErrorPage({ error }: { readonly error: Error & { readonly digest?: string } }) {
  const inBrowser = typeof document !== 'undefined';
  const { locale, theme } = parsePreferences(
    (name) => (inBrowser ? cookieIn(document.cookie, name) : undefined),
    inBrowser ? navigator.languages.join() : null,
  );
  const t = translateFor(locale);
  return (
    <html lang={locale} data-theme={theme} suppressHydrationWarning>
      <body>
        <Notice size="page" title={t('error.title')}>
          <p>{t('error.body')}</p>
          {error.digest !== undefined && <p>{t('error.reference', { digest: error.digest })}</p>}
        </Notice>
      </body>
    </html>
  );
}
