'use client';

import { useQuery } from '@tanstack/react-query';
import type { ApiAlertGroup } from '#lib/model/api/alerts.ts';
import { AlertGroup } from '../_components/alert/alert-group.client.tsx';
import { AlertTabs } from '../_components/alert/alert-tabs.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { alertsQuery } from '../_queries/alerts.ts';

/** What fires, what is about to, and since when: one block for each rule. */
export function Alerts() {
  const t = useTranslate();
  const { data, isError } = useQuery(alertsQuery);
  const groups = data?.groups ?? [];
  const count = (status: 'firing' | 'pending') => groups.reduce((sum, group) => sum + group[status], 0);
  return (
    <>
      <AlertTabs />
      <PageHeading title={t('alerts.title')}>{t('alerts.intro')}</PageHeading>
      {data === undefined ? (
        <Card>
          <StateNote kind={isError ? 'error' : 'loading'} />
        </Card>
      ) : (
        <div className="space-y-4">
          <AlertCard
            title={t('alerts.firing', { count: count('firing') })}
            groups={groups.filter(({ firing }) => firing > 0)}
            status="firing"
          />
          <AlertCard
            title={t('alerts.pending', { count: count('pending') })}
            groups={groups.filter(({ firing }) => firing === 0)}
            status="pending"
          />
        </div>
      )}
    </>
  );
}

interface AlertCardProps {
  readonly title: string;
  readonly groups: readonly ApiAlertGroup[];
  readonly status: 'firing' | 'pending';
}

function AlertCard({ title, groups, status }: AlertCardProps) {
  const t = useTranslate();
  return (
    <Card title={title} testId={`alerts-${status}`}>
      {groups.length === 0 ? (
        <StateNote kind="empty">{t(`alerts.none.${status}`)}</StateNote>
      ) : (
        <ul>
          {groups.map((group) => (
            <li key={group.rule} className="border-line not-first:border-t">
              <AlertGroup group={group} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
