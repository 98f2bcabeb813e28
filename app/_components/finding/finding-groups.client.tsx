'use client';

import Link from 'next/link';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiFindingGroup } from '#lib/model/api/findings.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { FindingAges } from './finding-ages.client.tsx';
import { FindingName } from './finding-name.client.tsx';

/** Hosts that are named on a line; the rest is a number. */
const namedHosts = 3;

interface FindingGroupsProps {
  readonly groups: readonly ApiFindingGroup[];
  /** Set where the lines are those of one host, whose name then needs no saying. */
  readonly host?: string;
}

/** Findings by code, one line each: what, how many VMs on how many hosts, why, for how long. Each leads to its VMs. */
export function FindingGroups({ groups, host }: FindingGroupsProps) {
  const t = useTranslate();
  if (groups.length === 0) return <p className="px-4 py-4 text-muted">{t('findings.none')}</p>;
  return (
    <ul className="divide-y divide-line">
      {groups.map((group) => (
        <li key={group.code} data-finding={group.code} className="px-4 py-2.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <Link href={toVms(group, host)} prefetch={false} className="font-medium no-underline hover:underline">
              <FindingName code={group.code} severity={group.severity} />
            </Link>
            <span>
              {host === undefined
                ? t('findings.radius', {
                    vms: { key: 'findings.vms', params: { count: group.vms } },
                    hosts: { key: 'findings.onHosts', params: { count: group.hosts.length } },
                  })
                : t('findings.vms', { count: group.vms })}
            </span>
            {host === undefined && <Hosts hosts={group.hosts} />}
            <FindingAges oldest={group.oldestSince} newest={group.newestSince} />
          </div>
          <ul className="max-w-[150ch] pl-5 text-muted text-xs">
            {group.causes.map(({ cause, vms }) => (
              <li key={cause.key}>
                {group.causes.length > 1 && <span className="mr-1.5 text-ink">{t('findings.vms', { count: vms })}:</span>}
                {t.message(cause as Message)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** The table of VMs with this finding alone. */
function toVms({ code }: ApiFindingGroup, host: string | undefined): string {
  const params = new URLSearchParams({ finding: code });
  if (host !== undefined) params.set('host', host);
  return `/vms?${params}`;
}

function Hosts({ hosts }: { readonly hosts: ApiFindingGroup['hosts'] }) {
  const t = useTranslate();
  const rest = hosts.length - namedHosts;
  return (
    <span className="flex flex-wrap gap-x-2 text-muted text-xs">
      {hosts.slice(0, namedHosts).map(({ host, vms }) => (
        <span key={host}>
          <HostLink host={host} /> {vms > 1 && t('findings.times', { count: vms })}
        </span>
      ))}
      {rest > 0 && <span>{t('findings.moreHosts', { count: rest })}</span>}
    </span>
  );
}
