'use client';

import { useTranslate } from './_components/i18n/use-translate.client.tsx';
import { Notice } from './_components/layout/notice.tsx';

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that threw. The log has the error under its digest. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslate();
  return (
    <Notice size="page" title={t('error.title')}>
      <p>{t('error.body')}</p>
      {error.digest !== undefined && <p>{t('error.reference', { digest: error.digest })}</p>}
      <button
        type="button"
        onClick={reset}
        className="cursor-pointer rounded border border-line-strong bg-surface px-3 py-1 text-ink hover:bg-raised"
      >
        {t('error.retry')}
      </button>
    </Notice>
  );
}
