'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useParams, useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { parseVmId } from '#lib/model/vm-id.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Notice } from '../../_components/layout/notice.tsx';
import { vmQuery } from '../../_queries/vm.ts';

/** Says that there is no such VM, and gives way as soon as a host lists it. */
export function VmAppears() {
  const t = useTranslate();
  const router = useRouter();
  const vmId = parseVmId(String(useParams().vmId));
  const { isSuccess } = useQuery({ ...vmQuery(vmId ?? ''), enabled: vmId !== undefined });
  useEffect(() => {
    if (isSuccess) router.refresh();
  }, [isSuccess, router]);
  return (
    <Notice size="page" title={t('vms.unknown.title')}>
      {vmId !== undefined && (
        <p>
          <code className="font-mono">{vmId}</code>
        </p>
      )}
      <p>{t('vms.unknown.body')}</p>
      <p>
        <Link href="/vms">{t('vms.gone.back')}</Link>
      </p>
    </Notice>
  );
}
