'use client';

import { levelOfOutcome } from '#lib/derive/host-sign.ts';
import { formatBytes } from '#lib/format/format-bytes.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiScrape } from '#lib/model/api/targets.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow } from '../layout/data-table.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { toFreshness } from './to-freshness.ts';

/** Columns of a table of scrapes. */
export function useScrapeColumns(): readonly Column[] {
  const t = useTranslate();
  return [
    { id: 'collector', title: t('targets.collector') },
    { id: 'outcome', title: t('targets.outcome') },
    { id: 'reason', title: t('targets.reason'), className: 'w-1/2 min-w-48 whitespace-normal' },
    { id: 'duration', title: t('targets.duration'), numeric: true },
    { id: 'size', title: t('targets.size'), numeric: true, className: 'hidden xl:table-cell' },
    { id: 'age', title: t('targets.age'), numeric: true },
    { id: 'next', title: t('targets.next'), numeric: true },
    { id: 'interval', title: t('targets.interval'), numeric: true },
  ];
}

/** One row per collector of a host. */
export function ScrapeRows({ scrapes }: { readonly scrapes: readonly ApiScrape[] }) {
  const t = useTranslate();
  const columns = useScrapeColumns();
  return scrapes.map((scrape) => (
    <DataRow
      key={scrape.collector}
      columns={columns}
      cells={[
        scrape.collector,
        <OutcomeWord key="outcome" outcome={scrape.outcome} />,
        <Reason key="reason" scrape={scrape} />,
        formatDuration(scrape.durationMs, t.locale),
        formatBytes(scrape.frameBytes, t.locale),
        <ReadingAge key="age" freshness={toFreshness(scrape)} short />,
        <NextRun key="next" at={scrape.nextRunAt} />,
        formatDuration(scrape.intervalSeconds * 1_000, t.locale),
      ]}
    />
  ));
}

function OutcomeWord({ outcome }: { readonly outcome: ApiScrape['outcome'] }) {
  const t = useTranslate();
  const level = levelOfOutcome[outcome];
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle ${level === 'ok' ? '' : `font-medium ${levelColour(level)}`}`}
    >
      <StatusIcon level={level} />
      {t(`outcome.${outcome}`)}
    </span>
  );
}

function Reason({ scrape }: { readonly scrape: ApiScrape }) {
  const t = useTranslate();
  if (scrape.reason === null && scrape.failures === 0) return <span className="text-muted">{missing}</span>;
  return (
    <span className="text-muted">
      {scrape.reason !== null && <GuestText text={scrape.reason} limit={300} />}
      {scrape.failures > 1 && <span className="ml-2 whitespace-nowrap">{t('targets.failures', { count: scrape.failures })}</span>}
    </span>
  );
}

function NextRun({ at }: { readonly at: number }) {
  const t = useTranslate();
  const left = at - useNow();
  if (left < 1_000) return <span className="text-muted">{t('age.due')}</span>;
  const age = formatDuration(Math.round(left / 1_000) * 1_000, t.locale);
  return <span className="text-muted">{t('age.inFuture', { age })}</span>;
}
