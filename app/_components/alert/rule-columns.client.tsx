'use client';

import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import { formatCount } from '#lib/format/format-count.ts';
import { missing } from '#lib/format/missing.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiAlertRule } from '#lib/model/api/alert-rules.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { naturalKey, type TableColumn, type TableFacet } from '../table/table-column.ts';
import { RuleState } from './rule-state.client.tsx';
import { describeCondition, describeTimes, shortExpression } from './rule-words.ts';

type Column = TableColumn<ApiAlertRule>;

interface RuleTableParts {
  readonly columns: readonly Column[];
  readonly facets: readonly TableFacet<ApiAlertRule>[];
}

const severities = ['critical', 'warning', 'info'] as const;
const states = ['firing', 'pending', 'inactive'] as const;

/** Columns and facets of the table of alert rules. */
export function useRuleTable(): RuleTableParts {
  const t = useTranslate();
  return useMemo(() => ({ columns: [...firstColumns(t), ...placeColumns(t)], facets: ruleFacets(t) }), [t]);
}

/** Text in which a rule is searched. */
export function ruleSearch({ name, file, expression, summary, description, runbook, severity }: ApiAlertRule): string {
  return [name, file, expression, summary, description, runbook, severity].join('\n');
}

/** Class of a rule's row: an edge in the colour of what fires. */
export function ruleEdge({ firing, severity }: ApiAlertRule): string {
  if (firing === 0) return '';
  if (severity === 'critical') return 'shadow-[inset_3px_0_var(--hv-critical)]';
  return severity === 'warning' ? 'shadow-[inset_3px_0_var(--hv-warning)]' : 'shadow-[inset_3px_0_var(--hv-info)]';
}

function stateOf({ firing, pending }: ApiAlertRule): (typeof states)[number] {
  if (firing > 0) return 'firing';
  return pending > 0 ? 'pending' : 'inactive';
}

function ruleFacets(t: Translate): readonly TableFacet<ApiAlertRule>[] {
  const byRank =
    (all: readonly string[]) =>
    (a: string, b: string): number =>
      all.indexOf(a) - all.indexOf(b);
  return [
    {
      id: 'state',
      title: t('rules.state'),
      value: stateOf,
      label: (value) => t(`rules.state.${states.find((known) => known === value) ?? 'inactive'}`),
      order: byRank(states),
    },
    {
      id: 'severity',
      title: t('rules.severity'),
      value: ({ severity }) => severity,
      label: (value) => <Severity severity={severities.find((known) => known === value) ?? 'info'} />,
      order: byRank(severities),
    },
    {
      id: 'source',
      title: t('rules.source'),
      value: ({ source }) => source,
      label: (value) => t(value === 'user' ? 'rules.source.user' : 'rules.source.shipped'),
    },
  ];
}

function firstColumns(t: Translate): readonly Column[] {
  return [
    {
      id: 'name',
      title: t('rules.name'),
      cell: ({ name, summary }) => (
        <Link href={`/alerts/rules?q=${encodeURIComponent(name)}`} prefetch={false} className="font-medium" title={summary}>
          {name}
        </Link>
      ),
      text: ({ name }) => name,
      sort: ({ name }) => naturalKey(name),
      width: 'w-[17%]',
      phone: 'head',
    },
    {
      id: 'state',
      title: t('rules.state'),
      cell: (rule) => <RuleState rule={rule} />,
      text: ({ firing, pending }) => `${firing}/${pending}`,
      sort: ({ firing, pending }) => -(firing * 1_000_000 + pending),
      width: 'w-[13%]',
      phone: 'line',
    },
    {
      id: 'severity',
      title: t('rules.severity'),
      cell: ({ severity }) => <Severity severity={severity} />,
      text: ({ severity }) => severity,
      sort: ({ severity }) => severities.indexOf(severity),
      width: 'w-[9%]',
      phone: 'corner',
    },
    {
      id: 'condition',
      title: t('rules.condition'),
      cell: (rule) => <Cut text={describeCondition(t, rule)} />,
      text: (rule) => describeCondition(t, rule),
      width: 'w-[18%]',
      phone: 'line',
    },
    {
      id: 'promql',
      title: 'PromQL',
      cell: (rule) => (
        <code className="font-mono text-muted text-xs" title={rule.expression}>
          {shortExpression(rule)}
        </code>
      ),
      text: ({ expression }) => expression,
      width: 'w-[16%]',
      phone: 'line',
    },
  ];
}

function placeColumns(t: Translate): readonly Column[] {
  return [
    {
      id: 'times',
      title: t('rules.times'),
      cell: (rule) => <Cut text={describeTimes(t, rule)} />,
      text: (rule) => describeTimes(t, rule),
      sort: ({ forSeconds }) => forSeconds,
      width: 'w-[9%]',
      phone: 'line',
    },
    {
      id: 'file',
      title: t('rules.file'),
      cell: (rule) => <Place rule={rule} />,
      text: ({ file, line }) => `${file}:${line}`,
      sort: ({ file, line }) => naturalKey(`${file}:${line}`),
      width: 'w-[9%]',
      phone: 'line',
    },
    {
      id: 'runbook',
      title: t('rules.runbook'),
      cell: ({ runbook }) => <Runbook runbook={runbook} />,
      text: ({ runbook }) => runbook,
      width: 'w-[9%]',
      phone: 'line',
    },
    {
      id: 'series',
      title: t('rules.series'),
      cell: ({ seriesCount }) => (seriesCount === null ? missing : formatCount(seriesCount, t.locale)),
      text: ({ seriesCount }) => seriesCount,
      sort: ({ seriesCount }) => seriesCount ?? undefined,
      numeric: true,
      width: 'w-[7%]',
      unusual: true,
    },
  ];
}

function Severity({ severity }: { readonly severity: ApiAlertRule['severity'] }) {
  const t = useTranslate();
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 align-middle ${levelColour(severity)}`}
      title={t(`severity.${severity}`)}
    >
      <StatusIcon level={severity} />
      <span className="truncate">{t(`severity.${severity}`)}</span>
    </span>
  );
}

/** One line, whole for those who point at it. */
function Cut({ text }: { readonly text: string }): ReactNode {
  return <span title={text}>{text}</span>;
}

function Place({ rule: { file, line, source } }: { readonly rule: ApiAlertRule }) {
  const t = useTranslate();
  if (source === 'shipped') {
    return (
      <span className="text-muted" title={`${file}:${line}`}>
        {t('rules.source.shipped')}
      </span>
    );
  }
  return <Cut text={`${file}:${line}`} />;
}

/** A page of the docs that come with hvitals by its path, one of the user's own as a link. */
function Runbook({ runbook }: Pick<ApiAlertRule, 'runbook'>) {
  if (runbook === '') return <span className="text-muted">{missing}</span>;
  if (!/^https?:\/\//i.test(runbook)) return <Cut text={runbook.replace(/^docs\//, '')} />;
  return (
    <a href={runbook} rel="noreferrer" target="_blank" title={runbook}>
      {runbook.replace(/^https?:\/\//i, '')}
    </a>
  );
}
