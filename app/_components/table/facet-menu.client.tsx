'use client';

import { useState } from 'react';
import { formatCount } from '#lib/format/format-count.ts';
import { CheckRow } from '../controls/check-row.client.tsx';
import { inputClass, quietButtonClass } from '../controls/controls.ts';
import { Popup } from '../controls/popup.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { absentValue, type TableFacet } from './table-column.ts';

/** Values that are listed at once; a fleet has a thousand hosts. */
const listed = 60;
const searchableFrom = 12;

interface FacetMenuProps<Row> {
  readonly facet: TableFacet<Row>;
  /** Asked for only while the menu is open: values, and how many rows have them where that is known. */
  readonly values: () => ReadonlyMap<string, number | undefined>;
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
  readonly onClear: () => void;
}

/** Chooses values of one facet. */
export function FacetMenu<Row>({ facet, values, chosen, onToggle, onClear }: FacetMenuProps<Row>) {
  const t = useTranslate();
  const mark = chosen.length > 0 && (
    <span className="rounded bg-selected px-1 text-xs">{formatCount(chosen.length, t.locale)}</span>
  );
  return (
    <Popup
      label={
        <>
          {facet.title}
          {mark}
        </>
      }
    >
      <FacetValues facet={facet} values={values()} chosen={chosen} onToggle={onToggle} onClear={onClear} />
    </Popup>
  );
}

interface FacetValuesProps<Row> extends Omit<FacetMenuProps<Row>, 'values'> {
  readonly values: ReadonlyMap<string, number | undefined>;
}

function FacetValues<Row>({ facet, values, chosen, onToggle, onClear }: FacetValuesProps<Row>) {
  const t = useTranslate();
  const [text, setText] = useState('');
  const all = [...new Set([...chosen, ...values.keys()])].toSorted(facet.order ?? byText);
  const wanted = text.trim().toLowerCase();
  const wordsOf = (value: string) => (facet.words?.(value) ?? value).toLowerCase();
  const fitting = wanted === '' ? all : all.filter((value) => wordsOf(value).includes(wanted));
  // A value that is chosen but that no row has any more has none; one whose number is not known has no number.
  const asideOf = (value: string) => {
    const count = values.has(value) ? values.get(value) : 0;
    return count === undefined ? undefined : formatCount(count, t.locale);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{facet.title}</legend>
      {all.length > searchableFrom && (
        <input
          type="search"
          className={`${inputClass} mb-1 w-full`}
          aria-label={t('table.facet.search', { facet: facet.title })}
          placeholder={t('table.facet.search', { facet: facet.title })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {fitting.length === 0 && <p className="px-1.5 py-1 text-muted">{t('table.facet.none')}</p>}
      {fitting.slice(0, listed).map((value) => (
        <CheckRow key={value} checked={chosen.includes(value)} onChange={() => onToggle(value)} aside={asideOf(value)}>
          {value === absentValue ? <span className="text-muted">{t('table.facet.absent')}</span> : facet.label(value)}
        </CheckRow>
      ))}
      {fitting.length > listed && (
        <p className="px-1.5 py-1 text-muted text-xs">{t('table.facet.more', { count: fitting.length - listed })}</p>
      )}
      {chosen.length > 0 && (
        <button type="button" className={`${quietButtonClass} mt-1`} onClick={onClear}>
          {t('table.clearValues')}
        </button>
      )}
    </fieldset>
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
