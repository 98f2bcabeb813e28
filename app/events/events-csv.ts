import { toCsv } from '#lib/format/csv.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { eventFacts, kindKey } from '../_components/event/event-facts.ts';
import { type EventsWanted, toEventsParams } from './search-params.ts';

const longestName = 80;

/** Events as a file for spreadsheets: moments in UTC, words of the reader's language, and beside them what the API calls it. Pure. */
export function toEventsCsv(events: readonly ApiEvent[], t: Translate): string {
  const header = [
    t('events.csv.at'),
    t('events.csv.seenAt'),
    t('events.severity'),
    t('events.what'),
    t('events.csv.kind'),
    t('events.vm'),
    t('events.csv.vmId'),
    t('events.host'),
    t('events.csv.collector'),
    t('events.facts'),
    t('events.csv.detail'),
  ];
  return toCsv(
    header,
    events.map((event) => [
      toIso(event.at),
      toIso(event.seenAt),
      event.severity,
      t(kindKey(event.kind)),
      event.kind,
      event.vm,
      event.vmId,
      event.host,
      event.collector,
      eventFacts(event, t.locale)
        .map((fact) => ('text' in fact ? fact.text : t.message(fact.message)))
        .join('; '),
      JSON.stringify(event.detail),
    ]),
  );
}

/** The file's name: what is left of the filter in plain letters, and the moment (UTC milliseconds) at which it was written. Pure. */
export function toEventsFileName(wanted: EventsWanted, now: number): string {
  const filter = [...toEventsParams(wanted)]
    .map(([name, value]) => `${name}-${value}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'))
    .join('_')
    .slice(0, longestName)
    .replace(/[-_]+$/, '');
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
  return `hvitals-events${filter === '' ? '' : `_${filter}`}_${moment}Z.csv`;
}

function toIso(at: number): string | null {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
