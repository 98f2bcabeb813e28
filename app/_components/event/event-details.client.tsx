'use client';

import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { EventSeverity, levelOf } from './event-cells.client.tsx';
import { kindKey } from './event-facts.ts';
import { eventFields, type FieldValue } from './event-fields.ts';

/** An event that arrives sooner than this came at once. */
const atOnceMs = 1_000;

/** Everything that is known of an event: both times, names with their ids, and each field as it stands in the API. */
export function EventDetails({ event }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  const { at, seenAt, kind, severity, host, collector, id } = event;
  const rows: readonly (readonly [label: string, value: ReactNode, raw?: string])[] = [
    [t('events.details.at'), <LocalTime key="at" at={at} />, 'at'],
    [t('events.details.seenAt'), <Arrival key="seenAt" at={at} seenAt={seenAt} />, 'seenAt'],
    [t('events.details.kind'), <Coded key="kind" word={t(kindKey(kind))} code={kind} />, 'kind'],
    [t('events.details.severity'), <DetailsSeverity key="severity" severity={severity} />, 'severity'],
    [t('events.details.vm'), <DetailsVm key="vm" event={event} />, 'vm'],
    [t('events.details.host'), <HostLink key="host" host={host} />, 'host'],
    [t('events.details.collector'), <code key="collector">{collector}</code>, 'collector'],
    [t('events.details.number'), <code key="id">{id}</code>, 'id'],
  ];
  return (
    <dl className="grid grid-cols-1 gap-x-8 gap-y-1 whitespace-normal sm:grid-cols-2 2xl:grid-cols-3">
      {rows.map(([label, value, raw]) => (
        <Row key={label} label={label} raw={raw ?? ''}>
          {value}
        </Row>
      ))}
      {eventFields(event, t.locale).map(({ name, label, value }) => (
        <Row key={`detail.${name}`} label={label === undefined ? undefined : t.message({ key: label })} raw={`detail.${name}`}>
          <Field value={value} />
        </Row>
      ))}
    </dl>
  );
}

interface RowProps {
  /** Undefined where there is no word but the raw name. */
  readonly label: string | undefined;
  readonly raw: string;
  readonly children: ReactNode;
}

function Row({ label, raw, children }: RowProps) {
  return (
    <div className="grid grid-cols-[minmax(8rem,2fr)_3fr] gap-x-3 border-line/60 border-b py-1">
      <dt className="min-w-0 text-muted">
        {label}{' '}
        <code className="wrap-anywhere text-2xs">
          <GuestText text={raw} limit={80} />
        </code>
      </dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  );
}

function Arrival({ at, seenAt }: { readonly at: number; readonly seenAt: number }) {
  const t = useTranslate();
  const lateMs = seenAt - at;
  return (
    <>
      <LocalTime at={seenAt} />
      {lateMs > atOnceMs && (
        <span className="text-muted"> ({t('events.details.later', { duration: formatDuration(lateMs, t.locale) })})</span>
      )}
    </>
  );
}

function Coded({ word, code }: { readonly word: ReactNode; readonly code: string }) {
  return (
    <>
      {word}{' '}
      <code className="text-muted">
        <GuestText text={code} limit={80} />
      </code>
    </>
  );
}

/** The code only where it is another word. */
function DetailsSeverity({ severity }: { readonly severity: string }) {
  const t = useTranslate();
  const word = <EventSeverity severity={severity} />;
  return t(`events.severity.${levelOf(severity)}`) === severity ? word : <Coded word={word} code={severity} />;
}

function DetailsVm({ event: { vmId, vm, vmKnown } }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  if (vmId === null) return <>{missing}</>;
  return (
    <>
      {vm !== null && vm.trim() !== '' && (
        <>
          <GuestText text={vm} />{' '}
        </>
      )}
      {vmKnown ? (
        <Link href={`/vms/${vmId}`} prefetch={false}>
          <code>{vmId}</code>
        </Link>
      ) : (
        <>
          <code>{vmId}</code> <span className="text-muted">({t('events.details.vmGone')})</span>
        </>
      )}
    </>
  );
}

function Field({ value }: { readonly value: FieldValue }) {
  const t = useTranslate();
  if ('at' in value) return <LocalTime at={value.at} />;
  if ('word' in value) return <>{t.message({ key: value.word })}</>;
  if ('text' in value) return <>{value.text}</>;
  return value.foreign.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the values of an event never change places
    <Fragment key={index}>
      {index > 0 && ' · '}
      {text === '' ? missing : <GuestText text={text} />}
    </Fragment>
  ));
}
