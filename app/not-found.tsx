import Link from 'next/link';
import { Notice } from './_components/layout/notice.tsx';
import { readTranslate, titled } from './_server/preferences.ts';

export const generateMetadata = titled('notFound.title');

export default async function NotFound() {
  const t = await readTranslate();
  return (
    <Notice size="page" title={t('notFound.title')}>
      <p>{t('notFound.body')}</p>
      <p>
        <Link href="/">{t('notFound.back')}</Link>
      </p>
    </Notice>
  );
}
