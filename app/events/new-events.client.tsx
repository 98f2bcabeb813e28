'use client';

import { primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { countLate, type EventPages } from './event-pages.ts';

interface NewEventsProps {
  readonly pages: EventPages;
  readonly onShow: () => void;
}

/** Says how many events are held back, and shows them. It stays in sight, and takes no room, so that nothing moves when it appears. */
export function NewEvents({ pages, onShow }: NewEventsProps) {
  const t = useTranslate();
  const { held, isTorn } = pages;
  const count = held.length;
  const late = countLate(pages);
  const isNeeded = isTorn || count > 0;
  const said = isTorn ? t('events.new.manySaid') : count > 0 ? t('events.new.said', { count }) : '';
  const label = isTorn ? t('events.new.many') : late > 0 ? t('events.new.late', { count, late }) : t('events.new', { count });
  return (
    <div className="sticky top-1 z-20 flex h-0 justify-center max-sm:justify-end max-sm:px-2">
      <span role="status" className="sr-only">
        {said}
      </span>
      {isNeeded && (
        <button type="button" className={`${primaryButtonClass} h-8 shadow-lg`} onClick={onShow}>
          <svg viewBox="0 0 10 10" className="w-2.5" aria-hidden="true" focusable="false">
            <path d="M5 9V1M1.5 4.5 5 1l3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          {label}
        </button>
      )}
    </div>
  );
}
