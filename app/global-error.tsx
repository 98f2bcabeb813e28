'use client';

import { translateFor } from '#lib/i18n/translate.ts';
import { Notice } from './_components/layout/notice.tsx';
import './globals.css';

/** The layout itself threw, so nothing of it can be used here. */
export default function GlobalErrorPage({ error }: { readonly error: Error & { readonly digest?: string } }) {
  const t = translateFor('en');
  return (
    <html lang="en">
      <body>
        <Notice size="page" title={t('error.title')}>
          <p>{t('error.body')}</p>
          {error.digest !== undefined && <p>{t('error.reference', { digest: error.digest })}</p>}
        </Notice>
      </body>
    </html>
  );
}
