'use client';

import Link from 'next/link';
import type { Level } from '#lib/derive/vital-sign.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { cutText, eventFacts, kindKey } from './event-facts.ts';

/** The level that draws a severity; a word of another version is information. */
export function levelOf(severity: string): Extract<Level, 'critical' | 'warning' | 'info'> {
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
}

/** How grave an event is: shape, colour and word. */
export function EventSeverity({ severity }: { readonly severity: string }) {
  const t = useTranslate();
  const level = levelOf(severity);
  return (
    <span className={`inline-flex items-center gap-1.5 ${level === 'info' ? 'text-muted' : levelColour(level)}`}>
      <StatusIcon level={level} />
      {t(`events.severity.${level}`)}
    </span>
  );
}

/** What happened. */
export function EventKind({ event: { kind, severity } }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  const level = levelOf(severity);
  return <span className={`font-medium ${level === 'info' ? '' : levelColour(level)}`}>{t(kindKey(kind))}</span>;
}

/** The VM that it happened to, as the way to its page where it has one. */
export function EventVm({ event: { vmId, vm, vmKnown } }: { readonly event: ApiEvent }) {
  if (vmId === null) return <span className="text-muted">{missing}</span>;
  // A name may be empty or made of blanks; the id never is.
  const name = <GuestText text={cutText(vm === null || vm.trim() === '' ? vmId : vm, 60)} />;
  if (!vmKnown) return <span className="text-muted">{name}</span>;
  return (
    <Link href={`/vms/${vmId}`} prefetch={false}>
      {name}
    </Link>
  );
}

/** What is known of it, in one line. */
export function EventFacts({ event }: { readonly event: ApiEvent }) {
  const t = useTranslate();
  const facts = eventFacts(event, t.locale);
  if (facts.length === 0) return <span className="text-muted">{missing}</span>;
  return (
    <span className="text-muted">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of an event never change places
        <span key={index}>
          {index > 0 && ' · '}
          {'text' in fact ? <GuestText text={cutText(fact.text, 120)} /> : <bdi>{t.message(fact.message)}</bdi>}
        </span>
      ))}
    </span>
  );
}
