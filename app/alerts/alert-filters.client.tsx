'use client';

import { useEffect, useRef, useState } from 'react';
import { buttonClass, inputClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { type AlertsWanted, toAlertsHref } from './search-params.ts';

/** Browsers allow about a hundred changes of the address in half a minute, so typing is gathered. */
const gatherMs = 250;

interface AlertFiltersProps {
  readonly wanted: AlertsWanted;
  readonly counts: Readonly<Record<AlertsWanted['show'], number>>;
  readonly onChange: (wanted: AlertsWanted) => void;
}

/** All or those that nobody has acknowledged, and a text. */
export function AlertFilters({ wanted, counts, onChange }: AlertFiltersProps) {
  const t = useTranslate();
  return (
    <search className="flex flex-wrap items-center gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend for two buttons */}
      <div role="group" aria-label={t('alerts.show')} className="flex">
        {(['all', 'unacknowledged'] as const).map((show) => (
          <button
            key={show}
            type="button"
            className={`${buttonClass} -ml-px rounded-none first:ml-0 first:rounded-l last:rounded-r`}
            aria-pressed={wanted.show === show}
            onClick={() => onChange({ ...wanted, show })}
          >
            {t(`alerts.show.${show}`)} <span className="text-muted">{counts[show]}</span>
          </button>
        ))}
      </div>
      <input
        type="search"
        data-table-filter=""
        className={`${inputClass} w-full sm:w-72`}
        aria-label={t('alerts.filter')}
        placeholder={t('alerts.filter')}
        value={wanted.text}
        onChange={({ target }) => onChange({ ...wanted, text: target.value })}
      />
    </search>
  );
}

/** What is wanted shows at once and reaches the URL a moment later; the server has nothing to add for it. */
export function useAlertsWanted(fromUrl: AlertsWanted): readonly [AlertsWanted, (wanted: AlertsWanted) => void] {
  const href = toAlertsHref(fromUrl);
  const [pending, setPending] = useState<{ readonly wanted: AlertsWanted; readonly since: string }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (wanted: AlertsWanted) => {
    setPending({ wanted, since: href });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => window.history.replaceState(null, '', toAlertsHref(wanted)), gatherMs);
  };
  // What is pending is over once the URL has moved on, by our own write or by the back button.
  return [pending !== undefined && pending.since === href ? pending.wanted : fromUrl, change];
}
