'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Banner } from '../layout/banner.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import { useSession } from '../session/use-session.client.tsx';
import { accessPlacesFor } from '../shell/places.ts';

/** The head of a page about who may come in, with the way to the others. */
export function AccessHeading({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const t = useTranslate();
  const path = usePathname();
  const session = useSession();
  return (
    <>
      <PageHeading title={title}>{children}</PageHeading>
      <nav aria-label={t('access.tabs')} className="mb-3 flex flex-wrap gap-x-4 border-line border-b">
        {accessPlacesFor(session).map(({ href, key }) => (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={path === href ? 'page' : undefined}
            className="-mb-px border-transparent border-b-2 px-1 py-1.5 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            {t(key)}
          </Link>
        ))}
      </nav>
      {session?.login === 'none' && path !== '/audit' && (
        <div className="mb-3">
          <Banner level="info">{t('access.open')}</Banner>
        </div>
      )}
    </>
  );
}
