'use client';

import Link from 'next/link';
import { useId } from 'react';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiAlert } from '#lib/model/api/alerts.ts';
import { ActIcon } from '../act/act-icon.tsx';
import { AlertTimeline } from '../act/alert-timeline.client.tsx';
import { matchersOf } from '../act/matcher-drafts.ts';
import { MatcherList } from '../act/matcher-list.client.tsx';
import { Standing } from '../act/standing.client.tsx';
import { buttonClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useMay } from '../session/use-session.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { useActs } from './alert-acts.client.tsx';

/** Columns of the table, the one of the button among them. */
export const alertColumns = [
  { id: 'open', width: 'w-11' },
  { id: 'status', width: 'w-24' },
  { id: 'where', width: 'w-48' },
  { id: 'summary', width: '' },
  { id: 'done', width: 'w-[22%]' },
  { id: 'since', width: 'w-52' },
  { id: 'acts', width: 'w-[19rem]' },
] as const;

interface AlertRowProps {
  readonly alert: ApiAlert;
  readonly isOpen: boolean;
  readonly onToggle: (fingerprint: string) => void;
}

const cell = 'py-1.5 align-top lg:border-line/60 lg:border-b lg:px-3';
const line = `${cell} max-lg:col-span-3 max-lg:py-0.5`;

/** One alert; opened, its labels and its history. */
export function AlertRow({ alert, isOpen, onToggle }: AlertRowProps) {
  const t = useTranslate();
  const detailsId = useId();
  const { fingerprint, status, summary, description, activeAt, standing } = alert;
  const what = toVisibleString(summary.slice(0, 100));
  return (
    <>
      <tr
        className={`hover:bg-raised max-lg:grid max-lg:grid-cols-[1fr_auto_auto] max-lg:gap-x-3 max-lg:border-line max-lg:border-b max-lg:px-4 max-lg:py-2 ${isOpen ? 'bg-raised' : ''}`}
        data-alert={fingerprint}
      >
        <td className={`${cell} max-lg:col-start-3 max-lg:row-start-1 lg:pr-0 lg:pl-4`}>
          <button
            type="button"
            className="inline-flex size-6 cursor-pointer items-center justify-center rounded text-muted hover:bg-selected hover:text-ink"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            aria-label={t('alerts.open.of', { what })}
            onClick={() => onToggle(fingerprint)}
          >
            <svg viewBox="0 0 10 10" className={`w-2.5 ${isOpen ? 'rotate-90' : ''}`} aria-hidden="true" focusable="false">
              <path d="m3 1 4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </button>
        </td>
        <td className={`${cell} max-lg:col-start-2 max-lg:row-start-1`}>
          <span className={status === 'firing' ? 'font-medium' : 'text-muted'}>{t(`alerts.status.${status}`)}</span>
        </td>
        <th scope="row" className={`${cell} truncate text-left font-normal max-lg:col-start-1 max-lg:row-start-1`}>
          <Where alert={alert} />
        </th>
        <td className={`${line} wrap-anywhere`}>
          <GuestText text={summary} limit={200} />
          {description !== '' && <span className="text-muted"> {description}</span>}
        </td>
        <td className={line}>
          <Standing standing={standing} />
        </td>
        <td className={`${line} text-muted`}>
          <span className="block text-ink">
            <Age at={activeAt} />
          </span>
          <LocalTime at={activeAt} />
        </td>
        <td className={`${line} lg:pr-4`}>
          <RowActs alert={alert} what={what} />
        </td>
      </tr>
      {isOpen && (
        <tr id={detailsId} className="bg-raised max-lg:block">
          <td colSpan={alertColumns.length} className="border-line border-b px-4 pt-1 pb-4 max-lg:block lg:pl-14">
            <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
              <section aria-label={t('alerts.open.of', { what })}>
                <h3 className="mb-1 font-medium text-muted text-xs">{t('timeline.title')}</h3>
                <AlertTimeline fingerprint={fingerprint} />
              </section>
              <div>
                <h3 className="mb-1 font-medium text-muted text-xs">{t('alerts.labels')}</h3>
                <MatcherList matchers={matchersOf(alert)} />
              </div>
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function RowActs({ alert, what }: { readonly alert: ApiAlert; readonly what: string }) {
  const t = useTranslate();
  const acts = useActs();
  const may = useMay('acknowledge');
  if (!may) return null;
  const { fingerprint, standing } = alert;
  return (
    <div className="flex flex-wrap gap-1.5 max-lg:pt-1 lg:justify-end">
      {standing.ack === null ? (
        <button
          type="button"
          className={buttonClass}
          aria-label={t('act.acknowledge.one', { what })}
          onClick={() => acts.acknowledge([fingerprint], what)}
        >
          <ActIcon kind="acknowledged" />
          {t('act.acknowledge')}
        </button>
      ) : (
        <button
          type="button"
          className={quietButtonClass}
          aria-label={t('act.undo.one', { what })}
          onClick={() => acts.undo(fingerprint, what)}
        >
          {t('act.undo')}
        </button>
      )}
      <button
        type="button"
        className={quietButtonClass}
        aria-label={t('act.silence.one', { what })}
        onClick={() => acts.silence(matchersOf(alert), what)}
      >
        <ActIcon kind="silenced" />
        {t('act.silence')}
      </button>
    </div>
  );
}

function Where({ alert: { labels, host } }: { readonly alert: ApiAlert }) {
  const { vm, vm_id: vmId, collector } = labels;
  if (vmId === undefined && host === null) return <span className="text-muted">—</span>;
  return (
    <>
      {vmId !== undefined && (
        <Link href={`/vms/${encodeURIComponent(vmId)}`} prefetch={false} className="font-medium">
          <GuestText text={(vm ?? vmId).slice(0, 60)} limit={60} />
        </Link>
      )}
      {host !== null && (
        <span className={vmId === undefined ? '' : 'block truncate text-muted'}>
          <HostLink host={host} />
          {collector !== undefined && <span className="text-muted"> · {collector}</span>}
        </span>
      )}
    </>
  );
}
