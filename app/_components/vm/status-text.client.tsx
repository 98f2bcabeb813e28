'use client';

import { describeCodeWithNumber } from '#lib/format/describe-code.ts';
import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** Writes an OperationalStatus code as word and number; "—" where there is none. */
export function useStatusText(): (code: number | null | undefined) => string {
  const t = useTranslate();
  return (code) => (typeof code === 'number' ? t.message(describeCodeWithNumber('status', code)) : missing);
}

/** Whether the host has a service switched on. */
export function Switched({ enabled }: { readonly enabled: boolean | null }) {
  const t = useTranslate();
  if (enabled === null) return <>{missing}</>;
  return <>{t(enabled ? 'vm.services.on' : 'vm.services.off')}</>;
}
