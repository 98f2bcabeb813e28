'use client';

import { EventList } from '../_components/event/event-list.client.tsx';
import { EventTable } from '../_components/event/event-table.client.tsx';
import { LastDayLines } from '../_components/event/last-day-card.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { NewEvents } from '../events/new-events.client.tsx';
import { everyKind, heldPages, lastDayLines, oddEvents } from './event-samples.ts';

const nothing = () => undefined;
const fresh: ReadonlySet<number> = new Set([1, 3]);

/** The list of events with every kind and severity, open and shut, and with hostile text. */
export function EventParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <Card title={t('events.countOrMore', { count: everyKind.length })}>
        <EventList events={everyKind} caption={t('events.caption')} fresh={fresh} open={[34]} />
      </Card>
      <Card title={t('events.count', { count: oddEvents.length })}>
        <EventList events={oddEvents} caption={t('events.caption')} open={[51]} />
      </Card>
    </div>
  );
}

/** What is held back, and the cards of other pages. */
export function EventCardParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-3">
        {[{ ...heldPages, held: heldPages.held.slice(0, 1) }, heldPages, { ...heldPages, isTorn: true }].map((pages) => (
          <div key={`${pages.held.length} ${pages.isTorn}`} className="h-10 *:static">
            <NewEvents pages={pages} onShow={nothing} />
          </div>
        ))}
      </div>
      <Card title={t('events.lastDay')}>
        <LastDayLines lines={lastDayLines} />
      </Card>
      <Card title={t('events.lastDay')}>
        <LastDayLines lines={[]} />
      </Card>
      <Card title={t('events.recent')}>
        <EventTable events={oddEvents} caption={t('events.recent')} />
      </Card>
    </div>
  );
}
