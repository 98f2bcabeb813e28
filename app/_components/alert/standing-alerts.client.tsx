'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type AlertSubject, subjectAlertsQuery } from '#app/_queries/subject-alerts.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiStandingAlert, ApiSubjectAlerts } from '#lib/model/api/subject-alerts.ts';
import { toSilenceHref } from '../../silences/silence-href.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';

interface StandingAlertsProps {
  readonly subject: AlertSubject;
  /** What the page of alerts is filtered by: the name of the VM or host. */
  readonly name: string;
}

/** The alerts that stand now for one VM or host. */
export function StandingAlerts({ subject, name }: StandingAlertsProps) {
  const { data, isError } = useQuery(subjectAlertsQuery(subject));
  return <StandingAlertsView subject={subject} name={name} data={data} isError={isError} />;
}

interface StandingAlertsViewProps extends StandingAlertsProps {
  /** Undefined where nothing has come yet. */
  readonly data: Pick<ApiSubjectAlerts, 'standing' | 'firingOfVms'> | undefined;
  readonly isError: boolean;
}

/** The card itself, whatever its data come from. */
export function StandingAlertsView({ subject, name, data, isError }: StandingAlertsViewProps) {
  const t = useTranslate();
  const matcher = { name: subject.kind === 'vm' ? 'vm_id' : 'host', op: '=', value: subject.id } as const;
  const links = (
    <span className="flex flex-wrap gap-x-4">
      <Link href={`/alerts?q=${encodeURIComponent(name)}`} prefetch={false}>
        {t('watch.standing.all')}
      </Link>
      <Link href={toSilenceHref([matcher])} prefetch={false}>
        {t(`watch.standing.silence.${subject.kind}`)}
      </Link>
    </span>
  );
  return (
    <Card title={t('watch.standing')} aside={links} testId="standing-alerts">
      {data === undefined ? (
        <StateNote kind={isError ? 'error' : 'loading'} />
      ) : (
        <>
          {data.standing.length === 0 ? (
            <p className="flex items-center gap-2 px-4 py-2 text-muted">
              <StatusIcon level="ok" />
              {t(`watch.standing.none.${subject.kind}`)}
            </p>
          ) : (
            <ul>
              {data.standing.map((alert) => (
                <Line key={alert.fingerprint} alert={alert} />
              ))}
            </ul>
          )}
          {data.firingOfVms > 0 && (
            <p className="border-line border-t px-4 py-2 text-muted">{t('watch.standing.ofVms', { count: data.firingOfVms })}</p>
          )}
        </>
      )}
    </Card>
  );
}

function Line({ alert }: { readonly alert: ApiStandingAlert }) {
  const { severity, summary, rule, activeAt, firingAt, status, held } = alert;
  const t = useTranslate();
  const waits = status === 'firing' && held === null;
  return (
    <li
      className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line px-4 py-1.5 not-first:border-t"
      data-held={held ?? status}
    >
      <span
        className={`flex w-36 shrink-0 items-center gap-1.5 ${waits ? `font-medium ${levelColour(severity)}` : 'text-muted'}`}
      >
        <StatusIcon level={severity} className={waits ? 'size-4' : 'size-4 opacity-60'} />
        {t(`severity.${severity}`)}
      </span>
      <span className="min-w-0 flex-1 basis-64">
        <span className={waits ? 'font-medium' : ''}>
          <GuestText text={summary === '' ? rule : summary} limit={200} />
        </span>
        <span className="block text-muted text-xs">
          <AlertState alert={alert} />
        </span>
      </span>
      <span className="shrink-0 text-muted tabular-nums">
        <Age at={firingAt ?? activeAt} />
      </span>
    </li>
  );
}

/** In which state an alert is, by whom and with which words. */
export function AlertState({ alert: { status, held, ack } }: { readonly alert: ApiStandingAlert }) {
  const t = useTranslate();
  if (status === 'pending') return t('watch.state.pending');
  if (held === null) return t('watch.state.waits');
  if (held !== 'acknowledged' || ack === null) return t(`watch.state.${held}`);
  const by = toVisibleString(ack.by);
  return (
    <>
      {t('watch.state.acknowledgedBy', { by })}
      {ack.note !== '' && (
        <>
          {': '}
          <GuestText text={ack.note} limit={200} />
        </>
      )}
    </>
  );
}
