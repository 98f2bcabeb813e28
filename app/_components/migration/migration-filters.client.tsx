'use client';

import { useId } from 'react';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { everyMigration, type MigrationFilter, migrationRangeNames } from '#lib/model/migration-filter.ts';
import { migrationKinds, migrationResults } from '#lib/model/migration-words.ts';
import { buttonClass, inputClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type MigrationSort, migrationSorts } from './sort-migrations.ts';

interface MigrationFiltersProps {
  readonly filter: MigrationFilter;
  readonly sort: MigrationSort | undefined;
  /** Names of all targets. */
  readonly hosts: readonly string[];
  /** Of the VM in the filter, where a record names it. */
  readonly vmName: string | undefined;
  readonly onFilter: (filter: MigrationFilter) => void;
  readonly onSort: (sort: MigrationSort | undefined) => void;
}

/** Span, host, kind, result, and the order where there are no headings to click. */
export function MigrationFilters({ filter, sort, hosts, vmName, onFilter, onSort }: MigrationFiltersProps) {
  const t = useTranslate();
  const { host, kind, result, vm } = filter;
  const names = host === undefined || hosts.includes(host) ? hosts : [host, ...hosts];
  const isNarrow = host !== undefined || kind !== undefined || result !== undefined || vm !== undefined;
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <RangeChoice filter={filter} onFilter={onFilter} />
      <Choose
        label={t('migrations.filter.host')}
        all={t('migrations.filter.host.all')}
        value={host}
        options={names.map((name) => [name, name])}
        onChoose={(next) => onFilter({ ...filter, host: next })}
      />
      <Choose
        label={t('migrations.filter.kind')}
        all={t('migrations.filter.kind.all')}
        value={kind}
        options={migrationKinds.map((one) => [one, t(`migration.kind.${one}`)])}
        onChoose={(next) => onFilter({ ...filter, kind: next })}
      />
      <Choose
        label={t('migrations.filter.result')}
        all={t('migrations.filter.result.all')}
        value={result}
        options={migrationResults.map((one) => [one, t(`migration.result.${one}`)])}
        onChoose={(next) => onFilter({ ...filter, result: next })}
      />
      <span className="max-w-full sm:hidden">
        <Choose
          label={t('migrations.sort')}
          all={t('migrations.sort.none')}
          value={sort?.id}
          options={migrationSorts.map((one) => [one, t(`migration.${one}`)])}
          onChoose={(next) => onSort(next === undefined ? undefined : { id: next, descending: true })}
        />
      </span>
      {vm !== undefined && (
        <span className="rounded bg-selected px-2 py-1">
          {t('migrations.filter.vm', { name: toVisibleString(vmName ?? vm) })}
        </span>
      )}
      {isNarrow && (
        <button type="button" className={buttonClass} onClick={() => onFilter({ ...everyMigration, range: filter.range })}>
          {t('migrations.filter.clear')}
        </button>
      )}
    </search>
  );
}

function RangeChoice({ filter, onFilter }: Pick<MigrationFiltersProps, 'filter' | 'onFilter'>) {
  const t = useTranslate();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend for four buttons
    <div role="group" aria-label={t('migrations.range')} className="flex">
      {migrationRangeNames.map((name) => (
        <button
          key={name}
          type="button"
          className={`${buttonClass} -ml-px rounded-none first:ml-0 first:rounded-l last:rounded-r`}
          aria-pressed={filter.range === name}
          onClick={() => onFilter({ ...filter, range: name })}
        >
          {t(`chart.range.${name}`)}
        </button>
      ))}
    </div>
  );
}

interface ChooseProps<Value extends string> {
  readonly label: string;
  /** What stands for no choice. */
  readonly all: string;
  readonly value: Value | undefined;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChoose: (value: Value | undefined) => void;
}

function Choose<Value extends string>({ label, all, value, options, onChoose }: ChooseProps<Value>) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <select
        id={id}
        className={`${inputClass} min-w-0 max-w-full`}
        value={value ?? ''}
        onChange={({ target }) => onChoose(options.find(([one]) => one === target.value)?.[0])}
      >
        <option value="">{all}</option>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}
