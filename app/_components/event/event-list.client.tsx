'use client';

import { useCallback, useMemo, useState } from 'react';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useTimeZone } from '../preferences/use-preferences.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { dayWord, groupByDay } from './event-days.ts';
import { EventRow, eventColumns } from './event-row.client.tsx';
import { type EventTime, toEventTime } from './event-time.ts';

interface EventListProps {
  readonly events: readonly ApiEvent[];
  readonly caption: string;
  /** Those that came while the list was there. */
  readonly fresh?: ReadonlySet<number>;
  /** Those whose details are open at first. */
  readonly open?: readonly number[];
}

const noneFresh: ReadonlySet<number> = new Set();
const widths = ['w-12', 'w-24', 'w-64', 'w-44', 'w-44', 'w-32', ''] as const;

/** Events by the days of the reader's zone, in one table; each opens to everything that is known of it. */
export function EventList({ events, caption, fresh = noneFresh, open: openAtFirst = [] }: EventListProps) {
  const t = useTranslate();
  const timeZone = useTimeZone();
  const time = useMemo(() => toEventTime(t.locale, timeZone), [t.locale, timeZone]);
  const days = useMemo(() => groupByDay(events, time.dayOf), [events, time]);
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(openAtFirst));
  const toggle = useCallback((id: number) => setOpen((before) => toggled(before, id)), []);
  const titles = [t('events.when'), t('events.what'), t('events.severity'), t('events.vm'), t('events.host'), t('events.facts')];
  return (
    <table className="w-full border-separate border-spacing-0 max-lg:block lg:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <colgroup className="max-lg:hidden">
        {widths.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
          <col key={index} className={width} />
        ))}
      </colgroup>
      <thead className="max-lg:sr-only">
        <tr>
          <td className="border-line border-b bg-raised" />
          {titles.map((title) => (
            <th
              key={title}
              scope="col"
              className="border-line border-b bg-raised px-3 py-1.5 text-left font-medium text-muted text-xs last:pr-4"
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      {days.map((one) => (
        <tbody key={one.day} data-day={one.day} className="max-lg:block">
          <tr className="max-lg:sticky max-lg:top-0 max-lg:z-10 max-lg:block">
            <th
              scope="rowgroup"
              colSpan={eventColumns}
              className="sticky top-0 z-10 border-line border-b bg-surface px-4 py-1.5 text-left font-semibold max-lg:block"
            >
              <DayName day={one.day} time={time} />
            </th>
          </tr>
          {one.events.map((event) => (
            <EventRow
              key={event.id}
              event={event}
              time={time}
              isOpen={open.has(event.id)}
              isFresh={fresh.has(event.id)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function toggled(open: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Apart, because it looks at the clock each second, and at midnight today becomes yesterday. */
function DayName({ day, time }: { readonly day: string; readonly time: EventTime }) {
  const t = useTranslate();
  const word = dayWord(day, time.dayOf(useNow()));
  const date = time.date(day);
  if (word === undefined) return <>{date}</>;
  return (
    <>
      {t(`events.${word}`)} <span className="font-normal text-muted">{date}</span>
    </>
  );
}
