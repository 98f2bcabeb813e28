'use client';

import { useId } from 'react';
import { eventGroups, eventKinds, eventSeverities, kindsOf } from '#lib/derive/event-groups.ts';
import { buttonClass, inputClass } from '../_components/controls/controls.ts';
import { levelOf } from '../_components/event/event-cells.client.tsx';
import { kindKey } from '../_components/event/event-facts.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { StatusIcon } from '../_components/status/status-icon.tsx';
import { FacetMenu } from '../_components/table/facet-menu.client.tsx';
import { allEvents, type EventsWanted, eventRangeNames, isNarrowed, withGroups, withKinds } from './search-params.ts';

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
            onClick={() => onChoose(withGroups(wanted, toggled(groups, group)))}
          >
            {t(`events.group.${group}`)}
          </button>
        ))}
        <KindMenu wanted={wanted} onChoose={onChoose} />
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

/** Single kinds of the groups that are chosen, or of all. */
function KindMenu({ wanted, onChoose }: Pick<EventFiltersProps, 'wanted' | 'onChoose'>) {
  const t = useTranslate();
  const { groups, kinds } = wanted;
  const listed = groups.length === 0 ? eventKinds : kindsOf(groups);
  const order: readonly string[] = eventKinds;
  return (
    <FacetMenu
      facet={{
        id: 'kind',
        title: t('events.filter.kind'),
        value: () => undefined,
        label: (kind) => t(kindKey(kind)),
        words: (kind) => `${t(kindKey(kind))} ${kind}`,
        order: (a, b) => order.indexOf(a) - order.indexOf(b),
      }}
      values={() => new Map(listed.map((kind) => [kind, undefined]))}
      chosen={kinds}
      onToggle={(kind) => onChoose(withKinds(wanted, toggled<string>(kinds, kind)))}
      onClear={() => onChoose({ ...wanted, kinds: [] })}
    />
  );
}

function toggled<Value extends string>(all: readonly Value[], value: Value): readonly Value[] {
  return all.includes(value) ? all.filter((one) => one !== value) : [...all, value];
}
