'use client';

import { useId } from 'react';
import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { Choice } from '../controls/choice.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Field } from './field.client.tsx';
import { useZone } from './use-zone.client.tsx';
import { weekdayName, weekdays } from './weekdays.ts';
import type { WindowDraft } from './window-draft.ts';

interface ScheduleFieldsProps {
  readonly draft: WindowDraft;
  readonly errorAt: (field: string) => ApiFieldError | undefined;
  readonly onChange: (draft: WindowDraft) => void;
}

/** When a maintenance window is open: once, or each week. */
export function ScheduleFields({ draft, errorAt, onChange }: ScheduleFieldsProps) {
  const t = useTranslate();
  const zone = useZone();
  const moment = (field: 'startsAt' | 'endsAt', label: string) => (
    <Field
      label={label}
      error={errorAt(field)}
      control={(control) => (
        <input
          {...control}
          type="datetime-local"
          value={draft[field]}
          onChange={({ target }) => onChange({ ...draft, [field]: target.value })}
        />
      )}
    />
  );
  return (
    <div className="space-y-3">
      <Choice
        legend={t('window.when')}
        name="kind"
        value={draft.kind}
        values={['once', 'weekly']}
        label={(kind) => t(`window.kind.${kind}`)}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      {draft.kind === 'once' ? (
        <div className="grid gap-3 sm:grid-cols-2">
          {moment('startsAt', t('span.start', { zone }))}
          {moment('endsAt', t('span.end', { zone }))}
        </div>
      ) : (
        <Weekly draft={draft} errorAt={errorAt} onChange={onChange} />
      )}
    </div>
  );
}

function Weekly({ draft, errorAt, onChange }: ScheduleFieldsProps) {
  const t = useTranslate();
  const zones = useId();
  const daysError = errorAt('weekdays');
  const toggle = (day: number) =>
    onChange({
      ...draft,
      weekdays: draft.weekdays.includes(day) ? draft.weekdays.filter((one) => one !== day) : [...draft.weekdays, day],
    });
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-muted text-xs">{t('window.days')}</legend>
        <div className="flex flex-wrap gap-1.5">
          {weekdays.map((day) => (
            <label
              key={day}
              className="min-w-11 cursor-pointer rounded border border-line-strong px-2 py-1 text-center leading-5 hover:bg-raised has-checked:border-accent has-checked:bg-selected has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input type="checkbox" className="sr-only" checked={draft.weekdays.includes(day)} onChange={() => toggle(day)} />
              {weekdayName(day, t.locale)}
            </label>
          ))}
        </div>
        {daysError !== undefined && <p className="mt-1 text-critical text-xs">{t('window.days.none')}</p>}
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          label={t('window.start')}
          error={errorAt('start')}
          control={(control) => (
            <input
              {...control}
              type="time"
              value={draft.start}
              onChange={({ target }) => onChange({ ...draft, start: target.value })}
            />
          )}
        />
        <Field
          label={t('window.minutes')}
          error={errorAt('durationMinutes')}
          control={(control) => (
            <input
              {...control}
              type="number"
              min={1}
              max={1_440}
              step={15}
              value={draft.minutes}
              onChange={({ target }) => onChange({ ...draft, minutes: target.value })}
            />
          )}
        />
        <Field
          label={t('window.zone')}
          error={errorAt('zone')}
          control={(control) => (
            <input
              {...control}
              list={zones}
              autoComplete="off"
              spellCheck={false}
              value={draft.zone}
              onChange={({ target }) => onChange({ ...draft, zone: target.value })}
            />
          )}
        />
        <datalist id={zones}>
          {Intl.supportedValuesOf('timeZone').map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
    </>
  );
}
