'use client';

import { formatDuration } from '#lib/format/format-duration.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiSchedule, ApiWindow } from '#lib/model/api/maintenance.ts';
import { buttonClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { useMay } from '../session/use-session.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { ActIcon } from './act-icon.tsx';
import { MatcherList } from './matcher-list.client.tsx';
import { ShortTime } from './short-time.client.tsx';
import { weekdayName } from './weekdays.ts';

interface WindowListProps {
  readonly windows: readonly ApiWindow[];
  readonly onChange: (window: ApiWindow) => void;
  readonly onDelete: (window: ApiWindow) => void;
}

/** Maintenance windows: those that are open first, then those that open next. */
export function WindowList({ windows, onChange, onDelete }: WindowListProps) {
  const t = useTranslate();
  const may = useMay('maintain');
  if (windows.length === 0) return <StateNote kind="empty">{t('windows.none')}</StateNote>;
  const begins = ({ open, next }: ApiWindow) => (open === null ? (next?.startsAt ?? Number.MAX_VALUE) : 0);
  return (
    <ul>
      {windows
        .toSorted((a, b) => begins(a) - begins(b) || a.createdAt - b.createdAt)
        .map((window) => (
          <li key={window.id} className="border-line px-4 py-2.5 not-first:border-t" data-window={window.name}>
            <div className="grid gap-x-6 gap-y-1.5 lg:grid-cols-[16rem_minmax(0,1fr)_12rem_14rem] lg:items-start">
              <Opening window={window} />
              <div className="min-w-0 space-y-1">
                <p className="wrap-anywhere">
                  <span className="font-medium">
                    <GuestText text={window.name} limit={100} />
                  </span>
                  <span className="text-muted">
                    {' · '}
                    <GuestText text={window.createdBy} limit={60} />
                  </span>
                </p>
                <Schedule schedule={window.schedule} />
                <MatcherList matchers={window.matchers} />
              </div>
              <p className={window.hits === 0 ? 'text-muted' : ''}>{t('silence.hits', { count: window.hits })}</p>
              <div className="flex gap-1.5 lg:justify-end">
                {may && (
                  <>
                    <button type="button" className={quietButtonClass} onClick={() => onChange(window)}>
                      {t('act.change')}
                    </button>
                    <button type="button" className={buttonClass} onClick={() => onDelete(window)}>
                      {t('window.delete')}
                    </button>
                  </>
                )}
              </div>
            </div>
          </li>
        ))}
    </ul>
  );
}

function Opening({ window: { open, next } }: { readonly window: ApiWindow }) {
  const t = useTranslate();
  const now = useNow();
  const isOpen = open !== null && open.startsAt <= now && now < open.endsAt;
  const coming = open !== null && open.startsAt > now ? open : next;
  return (
    <div>
      <p className="flex items-center gap-1.5 font-medium">
        <ActIcon kind="maintenance" className={`size-3.5 ${isOpen ? 'text-accent' : 'text-muted'}`} />
        {isOpen ? t('window.open') : coming === null ? t('window.over') : t('window.closed')}
      </p>
      {isOpen ? (
        <p className="text-muted">
          {t('act.until')} <ShortTime at={open.endsAt} />
        </p>
      ) : (
        coming !== null && (
          <p className="text-muted">
            {t('window.next')} <ShortTime at={coming.startsAt} />
          </p>
        )
      )}
    </div>
  );
}

function Schedule({ schedule }: { readonly schedule: ApiSchedule }) {
  const t = useTranslate();
  if (schedule.kind === 'weekly') return <p className="text-muted">{weeklyWords(schedule, t)}</p>;
  return (
    <p className="text-muted">
      {t('window.kind.once')}: <ShortTime at={schedule.startsAt} /> – <ShortTime at={schedule.endsAt} />
    </p>
  );
}

function weeklyWords({ weekdays, start, durationMinutes, zone }: Extract<ApiSchedule, { kind: 'weekly' }>, t: Translate): string {
  const days = weekdays.length === 7 ? t('window.everyDay') : weekdays.map((day) => weekdayName(day, t.locale)).join(', ');
  return t('window.weekly', { days, start, length: formatDuration(durationMinutes * 60_000, t.locale), zone });
}
