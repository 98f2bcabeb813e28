'use client';

import Link from 'next/link';
import { missing } from '#lib/format/missing.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';

/** The VM or host that an alert is about, as the way to its page. */
export function AlertSubject({ labels: { vm, vm_id: vmId, host } }: { readonly labels: Readonly<Record<string, string>> }) {
  if (vmId !== undefined) {
    return (
      <Link href={`/vms/${encodeURIComponent(vmId)}`} prefetch={false}>
        <GuestText text={vm ?? vmId} limit={60} />
      </Link>
    );
  }
  return host === undefined ? <span className="text-muted">{missing}</span> : <HostLink host={host} />;
}
