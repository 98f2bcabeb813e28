'use client';

import { useId, useState } from 'react';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { ApiAlert, ApiAlertGroup } from '#lib/model/api/alerts.ts';
import { ActIcon } from '../act/act-icon.tsx';
import { buttonClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useMay } from '../session/use-session.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { useActs } from './alert-acts.client.tsx';
import { AlertTable } from './alert-table.client.tsx';

interface AlertGroupProps {
  readonly group: ApiAlertGroup;
  /** A filter leaves some out: that is not said once more. */
  readonly isNarrow?: boolean;
  readonly isOpenAtFirst?: boolean;
}

/** One rule: how grave, what, how many, since when, and what to do about all of it; opened, each of its alerts. */
export function AlertGroup({ group, isNarrow = false, isOpenAtFirst = false }: AlertGroupProps) {
  const t = useTranslate();
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { rule, severity, firing, pending, since, alerts } = group;
  const more = isNarrow ? 0 : firing + pending - alerts.length;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-raised">
        <button
          type="button"
          className="flex min-w-0 flex-1 basis-80 cursor-pointer flex-wrap items-baseline gap-x-4 gap-y-1 text-left"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true" className={`-mr-2 text-muted motion-safe:transition-transform ${isOpen ? 'rotate-90' : ''}`}>
            ›
          </span>
          <span className={`flex w-28 shrink-0 items-center gap-1.5 font-medium ${levelColour(severity)}`}>
            <StatusIcon level={severity} />
            {t(`severity.${severity}`)}
          </span>
          <span className="min-w-0 flex-1 basis-64">
            <span className="block truncate font-medium">{rule}</span>
            <span className="block truncate text-muted">
              <First alert={alerts[0]} count={isNarrow ? alerts.length : firing + pending} />
            </span>
          </span>
          <span className="flex flex-wrap gap-x-4 tabular-nums max-sm:w-full">
            <Done group={group} />
            {firing > 0 && <span className="font-medium">{t('alerts.count.firing', { count: firing })}</span>}
            {pending > 0 && <span className="text-muted">{t('alerts.count.pending', { count: pending })}</span>}
            <span className="whitespace-nowrap text-right text-muted sm:w-28">
              <Duration since={since} />
            </span>
          </span>
        </button>
        <GroupActs group={group} />
      </div>
      {isOpen && (
        <div id={id}>
          <AlertTable caption={t('alerts.of', { rule })} alerts={alerts} />
          {more > 0 && <p className="px-4 py-2 text-muted">{t('alerts.more', { count: more })}</p>}
        </div>
      )}
    </>
  );
}

/** How many people have taken care of, and how many are held back. */
function Done({ group: { acknowledged, held } }: { readonly group: ApiAlertGroup }) {
  const t = useTranslate();
  return (
    <>
      {acknowledged > 0 && (
        <span className="flex items-center gap-1 text-muted">
          <ActIcon kind="acknowledged" />
          {t('act.count.acknowledged', { count: acknowledged })}
        </span>
      )}
      {held > 0 && (
        <span className="flex items-center gap-1 text-muted">
          <ActIcon kind="silenced" />
          {t('act.count.held', { count: held })}
        </span>
      )}
    </>
  );
}

/** What can be done about all alerts of a rule at once: of those that are listed, and of those to come. */
function GroupActs({ group: { rule, alerts } }: { readonly group: ApiAlertGroup }) {
  const t = useTranslate();
  const acts = useActs();
  const may = useMay('acknowledge');
  if (!may) return null;
  const open = alerts.filter(({ standing }) => standing.ack === null).map(({ fingerprint }) => fingerprint);
  return (
    <div className="ml-auto flex shrink-0 justify-end gap-1.5 sm:min-w-64">
      <button
        type="button"
        className={buttonClass}
        disabled={open.length === 0}
        aria-label={t('act.acknowledge.rule', { rule, count: open.length })}
        onClick={() => acts.acknowledge(open, rule)}
      >
        <ActIcon kind="acknowledged" />
        {open.length > 1 ? t('act.acknowledge.count', { count: open.length }) : t('act.acknowledge')}
      </button>
      <button
        type="button"
        className={quietButtonClass}
        aria-label={t('act.silence.rule', { rule })}
        onClick={() => acts.silence([{ name: 'alertname', op: '=', value: rule }], rule)}
      >
        <ActIcon kind="silenced" />
        {t('act.silence')}
      </button>
    </div>
  );
}

/** The one alert, or the first of many and how many more. */
function First({ alert, count }: { readonly alert: ApiAlert | undefined; readonly count: number }) {
  const t = useTranslate();
  if (alert === undefined) return null;
  // Within a button nothing may be clicked, so that a long text is cut and not opened.
  return (
    <>
      <GuestText text={alert.summary.slice(0, 160)} limit={160} />
      {count > 1 && ` ${t('alerts.andMore', { count: count - 1 })}`}
    </>
  );
}

function Duration({ since }: { readonly since: number }) {
  const t = useTranslate();
  return <>{t('findings.for', { age: formatDuration(Math.max(0, useNow() - since), t.locale) })}</>;
}
