'use client';

import { useState } from 'react';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { buttonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { saveFile } from '../_components/table/save-file.ts';
import { toEventsCsv, toEventsFileName } from './events-csv.ts';
import type { EventsWanted } from './search-params.ts';

interface EventsCsvProps {
  readonly events: readonly ApiEvent[];
  readonly wanted: EventsWanted;
}

/** Saves the events that the list shows, and says how many rows that were. */
export function EventsCsv({ events, wanted }: EventsCsvProps) {
  const t = useTranslate();
  const [saved, setSaved] = useState<number>();
  const save = () => {
    saveFile(toEventsFileName(wanted, Date.now()), toEventsCsv(events, t), 'text/csv;charset=utf-8');
    setSaved(events.length);
  };
  return (
    <div className="flex items-center gap-3">
      <span role="status">{saved !== undefined && t('events.csv.saved', { count: saved })}</span>
      <button type="button" className={buttonClass} title={t('events.csv.title')} onClick={save}>
        {t('events.csv', { count: events.length })}
      </button>
    </div>
  );
}
