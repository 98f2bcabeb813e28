'use client';

import Link from 'next/link';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';

/** A VM's name as the way to its page, with the number of its copies. */
export function VmName({ vm }: { readonly vm: ApiVm }) {
  const t = useTranslate();
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link href={`/vms/${vm.vmId}`} prefetch={false} className="truncate font-medium">
        <GuestText text={vm.name} limit={100} />
      </Link>
      {vm.copies > 0 && <span className="shrink-0 text-muted text-xs">{t('vms.copies', { count: vm.copies })}</span>}
    </span>
  );
}

/** A host's name as the way to its page. */
export function HostLink({ host }: { readonly host: string }) {
  return (
    <Link href={`/hosts/${encodeURIComponent(host)}`} prefetch={false}>
      <bdi>{host}</bdi>
    </Link>
  );
}
