'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Banner } from '../layout/banner.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import { PageTabs } from '../layout/page-tabs.client.tsx';
import { useSession } from '../session/use-session.client.tsx';
import { accessPlacesFor } from '../shell/places.ts';

/** The head of a page about who may come in, with the way to the others. */
export function AccessHeading({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const t = useTranslate();
  const path = usePathname();
  const session = useSession();
  const tabs = accessPlacesFor(session).map(({ href, key }) => ({ href, text: t(key) }));
  return (
    <>
      <PageHeading title={title}>{children}</PageHeading>
      <PageTabs label={t('access.tabs')} tabs={tabs} />
      {session?.login === 'none' && path !== '/audit' && (
        <div className="mb-3">
          <Banner level="info">{t('access.open')}</Banner>
        </div>
      )}
    </>
  );
}
