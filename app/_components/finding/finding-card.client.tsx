'use client';

import type { ReactNode } from 'react';
import { formatAge } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiFinding, ApiHostFinding } from '#lib/model/api/findings.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { FixSteps } from './fix-steps.client.tsx';

const edges = {
  critical: 'border-l-critical',
  warning: 'border-l-warning',
  info: 'border-l-info',
} as const;

/** One finding of a VM or about a host: how bad, since when, why, what proves it, what to do. */
export function FindingCard({ finding }: { readonly finding: ApiFinding | ApiHostFinding }) {
  const t = useTranslate();
  const { code, severity, since, evidence, cause, fixes } = finding;
  return (
    <article
      aria-label={t(`finding.${code}.title`)}
      data-finding={code}
      className={`min-w-0 rounded-tremor-default border-l-4 bg-surface ring-1 ring-line ${edges[severity]}`}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <StatusIcon level={severity} className="size-5" />
        <h2 className="font-semibold text-base">{t(`finding.${code}.title`)}</h2>
        <span className={`font-medium text-xs ${levelColour(severity)}`}>{t(`severity.${severity}`)}</span>
        <Since at={since} />
      </header>
      <p className="max-w-[80ch] px-4 pt-1 pb-3">{t.message(cause as Message)}</p>
      <div className="grid gap-x-8 gap-y-3 border-line border-t px-4 py-3 lg:grid-cols-2">
        <Part title={t('findings.fix')}>
          <FixSteps fixes={fixes} />
        </Part>
        <Part title={t('findings.evidence')}>
          <ul className="space-y-2">
            {evidence.map((one) => (
              <li key={`${JSON.stringify(one.message)} ${one.host}`}>
                <p>{toVisibleString(t.message(one.message as Message))}</p>
                <p className="flex flex-wrap gap-x-2 text-muted text-xs">
                  <span>
                    {t('findings.readBy', { collector: one.collector })} <HostLink host={one.host} />
                  </span>
                  <ReadingAge freshness={one.freshness} />
                </p>
              </li>
            ))}
          </ul>
        </Part>
      </div>
    </article>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
      {children}
    </div>
  );
}

function Since({ at }: { readonly at: number }) {
  const t = useTranslate();
  return (
    <span className="ml-auto text-muted text-xs">
      {t('findings.for', { age: formatAge(at, useNow(), t.locale) })} · <LocalTime at={at} />
    </span>
  );
}
