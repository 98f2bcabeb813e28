'use client';

import type { ReactNode } from 'react';
import type { Level } from '#lib/derive/vital-sign.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../../_components/status/status-icon.tsx';

/** What one must know before reading the rest: the VM is gone, runs twice, belongs to no host, or a reading is broken. */
export function VmNotices({ detail, gone }: { readonly detail: ApiVmDetail; readonly gone: boolean }) {
  const t = useTranslate();
  const { contested, owned, invalid, vm } = detail;
  return (
    <>
      {gone && (
        <Line level="warning">
          <strong>{t('vm.gone.title')}.</strong> {t('vm.gone.body')}
        </Line>
      )}
      {contested.length > 0 && (
        <Line level="critical">{t('vm.duplicateOwners', { hosts: contested.join(', '), host: vm.host })}</Line>
      )}
      {!owned && vm.kind !== null && <Line level="info">{t('vm.noOwner', { host: vm.host })}</Line>}
      {invalid.map((collector) => (
        <Line key={collector} level="warning">
          {t('vm.invalid', { collector })}
        </Line>
      ))}
    </>
  );
}

const tints: Partial<Record<Level, string>> = {
  critical: 'bg-critical-tint',
  warning: 'bg-warning-tint',
  info: 'bg-info-tint',
};

function Line({ level, children }: { readonly level: Level; readonly children: ReactNode }) {
  return (
    <p
      role="status"
      className={`flex items-center gap-2 rounded-tremor-default px-4 py-2 ${tints[level] ?? ''} ${levelColour(level)}`}
    >
      <StatusIcon level={level} />
      <span>{children}</span>
    </p>
  );
}
