'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import type { ApiAlertGroup } from '#lib/model/api/alerts.ts';
import { FailingReceivers, ReceiversCard } from '../_components/act/receivers-card.client.tsx';
import { AlertActs } from '../_components/alert/alert-acts.client.tsx';
import { AlertGroup } from '../_components/alert/alert-group.client.tsx';
import { AlertTabs } from '../_components/alert/alert-tabs.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { alertsQuery } from '../_queries/alerts.ts';
import { receiversQuery } from '../_queries/receivers.ts';
import { AlertFilters, useAlertsWanted } from './alert-filters.client.tsx';
import { filterGroups, parseAlertsUrl } from './search-params.ts';

/** What fires, what is about to, since when, and what people did about it: one block for each rule. */
export function Alerts() {
  const t = useTranslate();
  const { data, isError } = useQuery(alertsQuery);
  const receivers = useQuery(receiversQuery).data?.receivers;
  const fromUrl = parseAlertsUrl(new URLSearchParams(useSearchParams().toString()));
  const [wanted, setWanted] = useAlertsWanted(fromUrl);
  const all = data?.groups ?? [];
  const groups = filterGroups(all, wanted);
  const count = (of: (group: ApiAlertGroup) => number) => all.reduce((sum, group) => sum + of(group), 0);
  const total = count(({ firing, pending }) => firing + pending);
  const isNarrow = wanted.show !== 'all' || wanted.text.trim() !== '';
  return (
    <>
      <AlertTabs />
      <PageHeading title={t('alerts.title')}>{t('alerts.intro')}</PageHeading>
      {data === undefined ? (
        <Card>
          <StateNote kind={isError ? 'error' : 'loading'} />
        </Card>
      ) : (
        <AlertActs>
          <div className="space-y-4">
            {receivers !== undefined && <FailingReceivers receivers={receivers} />}
            <AlertFilters
              wanted={wanted}
              counts={{ all: total, unacknowledged: total - count(({ acknowledged }) => acknowledged) }}
              onChange={setWanted}
            />
            <AlertCard
              title={t('alerts.firing', { count: count(({ firing }) => firing) })}
              groups={groups.filter(({ firing }) => firing > 0)}
              status="firing"
              isNarrow={isNarrow}
            />
            <AlertCard
              title={t('alerts.pending', { count: count(({ pending }) => pending) })}
              groups={groups.filter(({ firing }) => firing === 0)}
              status="pending"
              isNarrow={isNarrow}
            />
            {receivers !== undefined && <ReceiversCard receivers={receivers} />}
          </div>
        </AlertActs>
      )}
    </>
  );
}

interface AlertCardProps {
  readonly title: string;
  readonly groups: readonly ApiAlertGroup[];
  readonly status: 'firing' | 'pending';
  readonly isNarrow: boolean;
}

function AlertCard({ title, groups, status, isNarrow }: AlertCardProps) {
  const t = useTranslate();
  return (
    <Card title={title} testId={`alerts-${status}`}>
      {groups.length === 0 ? (
        <StateNote kind="empty">{t(isNarrow ? 'alerts.none.filtered' : `alerts.none.${status}`)}</StateNote>
      ) : (
        <ul>
          {groups.map((group) => (
            <li key={group.rule} className="border-line not-first:border-t">
              <AlertGroup group={group} isNarrow={isNarrow} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
