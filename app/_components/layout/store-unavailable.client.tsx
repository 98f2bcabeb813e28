'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pulseQuery } from '#app/_queries/pulse.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Notice } from './notice.tsx';
import type { StoreTrouble } from './store-trouble.ts';

/** Stands in for a page while there is no store, and gives way as soon as there is one. */
export function StoreUnavailable({ reason }: { readonly reason: StoreTrouble }) {
  const t = useTranslate();
  const router = useRouter();
  const { isSuccess } = useQuery(pulseQuery());
  useEffect(() => {
    if (isSuccess) router.refresh();
  }, [isSuccess, router]);
  return (
    <Notice size="page" title={t('store.unavailable.title')}>
      <p>{t(`store.${reason}`)}</p>
      <p>{t('overview.empty.hint')}</p>
    </Notice>
  );
}
