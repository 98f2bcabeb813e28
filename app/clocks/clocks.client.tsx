'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { startTransition, useId, useOptimistic } from 'react';
import { ClockHostTable } from '../_components/clock/clock-host-table.client.tsx';
import { furthestHostsFirst } from '../_components/clock/clock-numbers.ts';
import { ClockSpreadCard } from '../_components/clock/clock-spread.client.tsx';
import { ClockStats } from '../_components/clock/clock-stats.client.tsx';
import { ClockVms } from '../_components/clock/clock-vms.client.tsx';
import { buttonClass, inputClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Notice } from '../_components/layout/notice.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { clocksQuery, mostClockRows } from '../_queries/clocks.ts';
import { targetsQuery } from '../_queries/targets.ts';
import { parseClockHost, toClocksHref } from './search-params.ts';

/** How far the clocks of hosts and VMs are off, how sure that is, and what they follow. */
export function Clocks() {
  const t = useTranslate();
  const router = useRouter();
  const host = parseClockHost(useSearchParams().get('host'));
  const { data, isError, isPlaceholderData } = useQuery(clocksQuery({ host, limit: mostClockRows }));
  const [chosen, setChosen] = useOptimistic(host);
  const choose = (next: string | undefined) =>
    startTransition(() => {
      setChosen(next);
      // By the router, and not by the browser's history alone: a choice that is made while the page wakes up must reach it too.
      router.push(toClocksHref(next), { scroll: false });
    });
  const isOld = isPlaceholderData || chosen !== host;
  if (data === undefined) {
    return (
      <>
        <PageHeading title={t('clocks.title')}>{t('clocks.intro')}</PageHeading>
        <Card>
          <StateNote kind={isError ? 'error' : 'loading'} />
        </Card>
      </>
    );
  }
  if (host === undefined && data.hosts.length === 0 && !isPlaceholderData) {
    return (
      <Notice size="page" title={t('overview.empty.title')}>
        <p>{t('overview.empty.body')}</p>
        <p>{t('overview.empty.hint')}</p>
      </Notice>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6">
        <PageHeading title={t('clocks.title')}>{t('clocks.intro')}</PageHeading>
        <HostFilter host={chosen} onChoose={choose} />
      </div>
      {data.hosts.length === 0 ? (
        <Card>
          <StateNote kind="empty">{t('clocks.filter.gone', { host: host ?? '' })}</StateNote>
        </Card>
      ) : (
        <div className={`space-y-4 ${isOld ? 'opacity-60' : ''}`} aria-busy={isOld}>
          <div className="grid gap-4 lg:grid-cols-2">
            <ClockStats clocks={data} />
            <ClockSpreadCard vms={data.vms} />
          </div>
          <Card title={t('clocks.hosts')} aside={t('clocks.hosts.aside', { count: data.hosts.length })}>
            <ClockHostTable hosts={furthestHostsFirst(data.hosts)} />
          </Card>
          <ClockVms clocks={data} />
        </div>
      )}
    </>
  );
}

interface HostFilterProps {
  readonly host: string | undefined;
  readonly onChoose: (host: string | undefined) => void;
}

function HostFilter({ host, onChoose }: HostFilterProps) {
  const t = useTranslate();
  const id = useId();
  const names = (useQuery(targetsQuery()).data?.targets ?? []).map((target) => target.host);
  const all = host === undefined || names.includes(host) ? names : [host, ...names];
  return (
    <div className="mb-4 flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {t('clocks.filter')}
      </label>
      <select
        id={id}
        className={`${inputClass} min-w-0`}
        value={host ?? ''}
        onChange={(event) => onChoose(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">{t('clocks.filter.all')}</option>
        {all.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      {host !== undefined && (
        <button type="button" className={buttonClass} onClick={() => onChoose(undefined)}>
          {t('clocks.filter.all')}
        </button>
      )}
    </div>
  );
}
