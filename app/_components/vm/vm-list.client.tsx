'use client';

import type { ApiVm } from '#lib/model/api/vms.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { filterVms, type VmFilter } from './filter-vms.ts';
import { VmTable } from './vm-table.client.tsx';

/** Rows that are drawn at once; the rest waits for a click, because a table of thousands would make the page slow. */
const firstRows = 250;

interface VmListProps {
  readonly vms: readonly ApiVm[];
  readonly filter: VmFilter & { readonly allRows: boolean };
  readonly onFilter: (filter: VmFilter & { readonly allRows: boolean }) => void;
}

/** The VM table with its filter. The filter lives in the URL, so the page owns it. */
export function VmList({ vms, filter, onFilter }: VmListProps) {
  const t = useTranslate();
  const fitting = filterVms(vms, filter);
  const rows = filter.allRows ? fitting : fitting.slice(0, firstRows);
  const isFiltered = filter.text.trim() !== '';
  const shown =
    rows.length === vms.length
      ? t('vms.shown', { count: vms.length })
      : t('vms.shownOf', { count: rows.length, total: vms.length });
  return (
    <Card title={t('vms.title')} aside={<span role="status">{shown}</span>}>
      <div className="flex flex-wrap items-center gap-3 border-line border-b px-4 py-2">
        <input
          type="search"
          value={filter.text}
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          aria-label={t('vms.filter')}
          placeholder={t('vms.filter.placeholder')}
          className="w-56 rounded border border-line-strong bg-surface px-2 py-1 placeholder:text-muted"
        />
        <fieldset className="flex rounded ring-1 ring-line-strong">
          <legend className="sr-only">{t('vms.show')}</legend>
          {(['all', 'broken'] as const).map((show) => (
            <label
              key={show}
              className="cursor-pointer px-2.5 py-1 text-muted first-of-type:rounded-l last:rounded-r has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="show"
                className="sr-only"
                checked={filter.show === show}
                onChange={() => onFilter({ ...filter, show })}
              />
              {t(`vms.show.${show}`)}
            </label>
          ))}
        </fieldset>
      </div>
      {rows.length === 0 ? (
        <NoVms filtered={isFiltered} broken={filter.show === 'broken'} any={vms.length > 0} />
      ) : (
        <VmTable vms={rows} />
      )}
      {rows.length < fitting.length && (
        <div className="border-line border-t px-4 py-2">
          <button
            type="button"
            className="cursor-pointer text-accent underline"
            onClick={() => onFilter({ ...filter, allRows: true })}
          >
            {t('vms.more', { total: fitting.length })}
          </button>
        </div>
      )}
    </Card>
  );
}

function NoVms({ filtered, broken, any }: { readonly filtered: boolean; readonly broken: boolean; readonly any: boolean }) {
  const t = useTranslate();
  if (!any) return <p className="px-4 py-6 text-muted">{t('vms.noneAtAll')}</p>;
  return <p className="px-4 py-6 text-muted">{t(broken && !filtered ? 'vms.noneBroken' : 'vms.none')}</p>;
}
