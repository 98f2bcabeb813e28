import Link from 'next/link';
import { translateFor } from '#lib/i18n/translate.ts';
import { Notice } from './_components/layout/notice.tsx';

const t = translateFor('en');

export const metadata = { title: t('notFound.title') };

export default function NotFound() {
  return (
    <Notice size="page" title={t('notFound.title')}>
      <p>{t('notFound.body')}</p>
      <p>
        <Link href="/">{t('notFound.back')}</Link>
      </p>
    </Notice>
  );
}
