import Link from 'next/link';
import { Notice } from '../_components/layout/notice.tsx';
import { readTranslate, titled } from '../_server/preferences.ts';

export const generateMetadata = titled('notAllowed.title');

/** What the server shows in the place of a page that the reader's role does not open. */
export default async function NotAllowed() {
  const t = await readTranslate();
  return (
    <Notice size="page" title={t('notAllowed.title')}>
      <p>{t('notAllowed.body')}</p>
      <p>
        <Link href="/">{t('notFound.back')}</Link>
      </p>
    </Notice>
  );
}
