'use client';

import { useId } from 'react';
import { eventGroups, eventSeverities } from '#lib/derive/event-groups.ts';
import { buttonClass, inputClass } from '../_components/controls/controls.ts';
import { levelOf } from '../_components/event/event-table.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { StatusIcon } from '../_components/status/status-icon.tsx';
import { allEvents, type EventsWanted, eventRangeNames, isNarrowed } from './search-params.ts';

interface EventFiltersProps {
  readonly wanted: EventsWanted;
  readonly vmName: string | undefined;
  readonly onChoose: (next: EventsWanted) => void;
}

/** Kinds, severities and time; what else the URL names, such as a VM, can be let go. */
export function EventFilters({ wanted, vmName, onChoose }: EventFiltersProps) {
  const t = useTranslate();
  const id = useId();
  const { host, vmId, groups, severities, range } = wanted;
  const toggled = <Value extends string>(all: readonly Value[], value: Value) =>
    all.includes(value) ? all.filter((one) => one !== value) : [...all, value];
  const { host: _host, ...withoutHost } = wanted;
  const { vmId: _vmId, ...withoutVm } = wanted;
  const { range: _range, from: _from, to: _to, ...withoutTime } = wanted;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">{t('events.filter.group')}</legend>
        {eventGroups.map((group) => (
          <button
            key={group}
            type="button"
            className={buttonClass}
            aria-pressed={groups.includes(group)}
            onClick={() => onChoose({ ...wanted, kinds: [], groups: toggled(groups, group) })}
          >
            {t(`events.group.${group}`)}
          </button>
        ))}
      </fieldset>
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">{t('events.filter.severity')}</legend>
        {eventSeverities.map((severity) => (
          <button
            key={severity}
            type="button"
            className={buttonClass}
            aria-pressed={severities.includes(severity)}
            onClick={() => onChoose({ ...wanted, severities: toggled(severities, severity) })}
          >
            <StatusIcon level={levelOf(severity)} />
            {t(`events.severity.${severity}`)}
          </button>
        ))}
      </fieldset>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-muted">
          {t('events.filter.range')}
        </label>
        <select
          id={id}
          className={inputClass}
          value={range ?? ''}
          onChange={({ target: { value } }) => {
            const chosen = eventRangeNames.find((name) => name === value);
            onChoose(chosen === undefined ? withoutTime : { ...withoutTime, range: chosen });
          }}
        >
          <option value="">{t('events.filter.anyTime')}</option>
          {eventRangeNames.map((name) => (
            <option key={name} value={name}>
              {t(`events.filter.${name}`)}
            </option>
          ))}
        </select>
      </div>
      {host !== undefined && (
        <button type="button" className={buttonClass} onClick={() => onChoose(withoutHost)}>
          <bdi>{t('events.filter.host', { host })}</bdi> ×
        </button>
      )}
      {vmId !== undefined && (
        <button type="button" className={buttonClass} onClick={() => onChoose(withoutVm)}>
          <bdi>{t('events.filter.vm', { vm: vmName ?? vmId })}</bdi> ×
        </button>
      )}
      {isNarrowed(wanted) && (
        <button type="button" className={buttonClass} onClick={() => onChoose(allEvents)}>
          {t('events.filter.clear')}
        </button>
      )}
    </div>
  );
}
