'use client';

import type { Message } from '#lib/i18n/message.ts';
import type { ApiHostFindingGroup } from '#lib/model/api/findings.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { FindingAges } from './finding-ages.client.tsx';
import { FindingName } from './finding-name.client.tsx';

/** Hosts that are named on a line; the rest is a number. */
const namedHosts = 6;

/** Findings about hosts themselves, one line per code: what, on which hosts, why. Nothing where there are none. */
export function HostFindingGroups({ groups }: { readonly groups: readonly ApiHostFindingGroup[] }) {
  const t = useTranslate();
  if (groups.length === 0) return null;
  return (
    <ul className="divide-y divide-line border-line border-b">
      {groups.map(({ code, severity, cause, hosts }) => (
        <li key={code} data-finding={code} className="px-4 py-2.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <FindingName code={code} severity={severity} className="font-medium" />
            <span>{t('findings.onHosts', { count: hosts.length })}</span>
            <span className="flex flex-wrap gap-x-2 text-muted text-xs">
              {hosts.slice(0, namedHosts).map(({ host }) => (
                <HostLink key={host} host={host} />
              ))}
              {hosts.length > namedHosts && <span>{t('findings.moreHosts', { count: hosts.length - namedHosts })}</span>}
            </span>
            <FindingAges
              oldest={Math.min(...hosts.map(({ since }) => since))}
              newest={Math.max(...hosts.map(({ since }) => since))}
            />
          </div>
          <p className="max-w-[150ch] pl-5 text-muted text-xs">{t.message(cause as Message)}</p>
        </li>
      ))}
    </ul>
  );
}
