'use client';

import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Banner } from '../../_components/layout/banner.tsx';

/** What one must know before reading the rest: the VM is gone, runs twice, belongs to no host, or a reading is broken. */
export function VmNotices({ detail, gone }: { readonly detail: ApiVmDetail; readonly gone: boolean }) {
  const t = useTranslate();
  const { contested, owned, invalid, vm } = detail;
  return (
    <>
      {gone && (
        <Banner level="warning">
          <strong>{t('vm.gone.title')}.</strong> {t('vm.gone.body')}
        </Banner>
      )}
      {contested.length > 0 && (
        <Banner level="critical">{t('vm.duplicateOwners', { hosts: contested.join(', '), host: vm.host })}</Banner>
      )}
      {!owned && vm.kind !== null && <Banner level="info">{t('vm.noOwner', { host: vm.host })}</Banner>}
      {invalid.map((collector) => (
        <Banner key={collector} level="warning">
          {t('vm.invalid', { collector })}
        </Banner>
      ))}
    </>
  );
}
