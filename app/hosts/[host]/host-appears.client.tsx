'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useParams, useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Notice } from '../../_components/layout/notice.tsx';
import { hostsQuery } from '../../_queries/hosts.ts';
import { parseHostParam } from './search-params.ts';

/** Says that there is no such host, and gives way as soon as there is one. */
export function HostAppears() {
  const t = useTranslate();
  const router = useRouter();
  const name = parseHostParam(String(useParams().host));
  const isThere = useQuery(hostsQuery()).data?.hosts.some(({ host }) => host === name) === true;
  useEffect(() => {
    if (isThere) router.refresh();
  }, [isThere, router]);
  return (
    <Notice size="page" title={t('hosts.unknown.title')}>
      {name !== undefined && (
        <p>
          <bdi className="wrap-anywhere font-mono">{name}</bdi>
        </p>
      )}
      <p>{t('hosts.unknown.body')}</p>
      <p>
        <Link href="/hosts">{t('hosts.gone.back')}</Link>
      </p>
    </Notice>
  );
}
