'use client';

import type { FleetNumbers } from '#lib/derive/fleet-numbers.ts';
import { describeCode } from '#lib/format/describe-code.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Stat } from '../layout/stat.tsx';
import { StaleIcon, StatusIcon } from '../status/status-icon.tsx';

/** The numbers that the overview leads with. */
export function FleetStats({ numbers }: { readonly numbers: FleetNumbers }) {
  const t = useTranslate();
  const count = (value: number) => formatCount(value, t.locale);
  const broken = numbers.critical + numbers.warning;
  const hostLevel = numbers.hostsReachable < numbers.hosts ? 'critical' : numbers.collectorsFailing > 0 ? 'warning' : 'ok';
  return (
    <dl aria-label={t('overview.numbers')} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Stat
        label={t('overview.hostsReachable')}
        value={
          <Figure level={hostLevel}>{t('overview.ofTotal', { value: numbers.hostsReachable, total: numbers.hosts })}</Figure>
        }
      >
        {numbers.collectorsFailing > 0 && <span>{t('overview.collectorsFailing', { count: numbers.collectorsFailing })}</span>}
      </Stat>
      <Stat label={t('overview.vms')} value={count(numbers.vms)} className="order-last col-span-2 sm:order-none sm:col-span-1">
        <span>{t('overview.stateCount', { state: describeCode('state', 2), count: numbers.running })}</span>
        {numbers.otherStates.map(({ state, count: amount }) => (
          <span key={state}>
            {t('overview.stateCount', {
              state: state === null ? { key: 'sign.noReading' } : describeCode('state', state),
              count: amount,
            })}
          </span>
        ))}
      </Stat>
      <Stat
        label={t('overview.broken')}
        value={
          <Figure level={numbers.critical > 0 ? 'critical' : numbers.warning > 0 ? 'warning' : 'ok'}>
            {t('overview.ofTotal', { value: broken, total: numbers.vms })}
          </Figure>
        }
      >
        {numbers.critical > 0 && <span>{t('overview.critical', { count: numbers.critical })}</span>}
        {numbers.warning > 0 && <span>{t('overview.warning', { count: numbers.warning })}</span>}
        {numbers.stale > 0 && (
          <span className="inline-flex items-center gap-1 text-warning">
            <StaleIcon className="size-3" />
            {t('overview.staleVms', { count: numbers.stale })}
          </span>
        )}
      </Stat>
    </dl>
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
