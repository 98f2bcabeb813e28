'use client';

import Link from 'next/link';
import { formatOffsetAndBound } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Stat } from '../layout/stat.tsx';
import { StaleIcon, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { clockNumbers, type WorstClock } from './clock-numbers.ts';
import { bandVerdict } from './offset-scale.ts';

/** The numbers that the page of clocks leads with. */
export function ClockStats({ clocks }: { readonly clocks: ApiClocks }) {
  const t = useTranslate();
  const numbers = clockNumbers(clocks);
  const { hosts, vms } = clocks;
  const unmeasured = hosts.length - numbers.measuredHosts;
  const findings = numbers.hostFindings + numbers.vmFindings;
  return (
    <dl aria-label={t('clocks.numbers')} className="grid auto-rows-fr grid-cols-2 gap-3">
      <Worst worst={numbers.worst} />
      <Stat label={t('clocks.findings')} value={<Figure level={findings > 0 ? 'warning' : 'ok'}>{String(findings)}</Figure>}>
        {findings === 0 && <span>{t('clocks.findings.none')}</span>}
        {numbers.hostFindings > 0 && <span>{t('clocks.findings.hosts', { count: numbers.hostFindings })}</span>}
        {numbers.vmFindings > 0 && <span>{t('clocks.findings.vms', { count: numbers.vmFindings })}</span>}
        {numbers.unlisted > 0 && <span>{t('clocks.findings.listed')}</span>}
      </Stat>
      <Stat label={t('clocks.known')} value={t('overview.ofTotal', { value: vms.known, total: vms.total })}>
        {numbers.staleVms > 0 && (
          <span className="inline-flex items-center gap-1 text-warning">
            <StaleIcon className="size-3" />
            {t('clocks.known.stale', { count: numbers.staleVms })}
          </span>
        )}
      </Stat>
      <Stat
        label={t('clocks.measured')}
        value={
          <Figure level={unmeasured > 0 ? 'warning' : 'ok'}>
            {t('overview.ofTotal', { value: numbers.measuredHosts, total: hosts.length })}
          </Figure>
        }
      >
        {unmeasured > 0 && <span>{t('clocks.measured.not', { count: unmeasured })}</span>}
      </Stat>
    </dl>
  );
}

function Worst({ worst }: { readonly worst: WorstClock | undefined }) {
  const t = useTranslate();
  if (worst === undefined) {
    return (
      <Stat label={t('clocks.worst')} value={missing}>
        <span>{t('clocks.worst.none')}</span>
      </Stat>
    );
  }
  const [value, bound] = formatOffsetAndBound(worst.offset, t.locale);
  const level = { inside: 'ok', unsure: 'warning', outside: 'critical' } as const;
  return (
    <Stat label={t('clocks.worst')} value={<Figure level={level[bandVerdict(worst.offset)]}>{value}</Figure>}>
      <span className="flex min-w-0 items-baseline gap-2">
        {worst.kind === 'host' ? (
          <HostLink host={worst.host} />
        ) : (
          <Link href={`/vms/${worst.vmId}`} prefetch={false} className="truncate">
            <GuestText text={worst.name} limit={40} />
          </Link>
        )}
        <span className="whitespace-nowrap">{bound}</span>
      </span>
    </Stat>
  );
}

function Figure({ level, children }: { readonly level: 'ok' | 'warning' | 'critical'; readonly children: string }) {
  return (
    <span className="flex items-center gap-2">
      <StatusIcon level={level} className="size-5" />
      {children}
    </span>
  );
}
