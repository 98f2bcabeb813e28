'use client';

import { useQuery } from '@tanstack/react-query';
import type { ApiAlertRule } from '#lib/model/api/alert-rules.ts';
import { AlertTabs } from '../../_components/alert/alert-tabs.client.tsx';
import { ruleEdge, ruleSearch, useRuleTable } from '../../_components/alert/rule-columns.client.tsx';
import { RulesJudged, RulesNotice } from '../../_components/alert/rules-notice.client.tsx';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Card } from '../../_components/layout/card.tsx';
import { PageHeading } from '../../_components/layout/page-heading.tsx';
import { StateNote } from '../../_components/layout/state-note.client.tsx';
import { FleetTable } from '../../_components/table/fleet-table.client.tsx';
import { alertRulesQuery } from '../../_queries/alert-rules.ts';

const idOf = ({ name }: ApiAlertRule) => name;

/** Every alert rule that is in force: what it says now, what it compares, and where it comes from. */
export function AlertRules() {
  const t = useTranslate();
  const { data, isError } = useQuery(alertRulesQuery);
  const { columns, facets } = useRuleTable();
  if (data === undefined || data.load === null) {
    return (
      <>
        <AlertTabs />
        <PageHeading title={t('rules.title')} />
        <Card>
          <StateNote kind={data !== undefined ? 'empty' : isError ? 'error' : 'loading'}>
            {data === undefined ? undefined : t('rules.never')}
          </StateNote>
        </Card>
      </>
    );
  }
  return (
    <>
      <AlertTabs />
      <RulesNotice load={data.load} evaluatedAt={data.evaluatedAt} />
      <FleetTable
        title={t('rules.title')}
        caption={t('rules.caption')}
        facts={<RulesJudged load={data.load} evaluatedAt={data.evaluatedAt} />}
        items={data.rules}
        columns={columns}
        facets={facets}
        idOf={idOf}
        search={ruleSearch}
        rowClass={ruleEdge}
        filterName={t('rules.filter')}
        filterPlaceholder={t('rules.filter.placeholder')}
        countText={(count, all) => (count === all ? t('rules.shown', { count }) : t('rules.shownOf', { count, total: all }))}
        empty={(any) => t(any ? 'rules.none.filtered' : 'rules.none')}
        fileName="hvitals-alert-rules"
      />
    </>
  );
}
