'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { alertsQuery } from '#app/_queries/alerts.ts';
import { targetsQuery } from '#app/_queries/targets.ts';
import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { inputClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { knownLabels, type MatcherDraft, matcherOps, toDraft } from './matcher-drafts.ts';
import { fieldWords } from './problem-words.ts';

interface MatcherRowsProps {
  readonly drafts: readonly MatcherDraft[];
  readonly error: ApiFieldError | undefined;
  readonly onChange: (drafts: readonly MatcherDraft[]) => void;
}

/** Longer lists help nobody who types. */
const mostOffered = 200;

/** Matchers to write: label, comparison, value, with what alerts and targets have now on offer. */
export function MatcherRows({ drafts, error, onChange }: MatcherRowsProps) {
  const t = useTranslate();
  const id = useId();
  const { data: alerts } = useQuery(alertsQuery);
  const { data: targets } = useQuery(targetsQuery());
  const known = useMemo(
    () => knownLabels(alerts?.groups.flatMap((group) => group.alerts) ?? [], targets?.targets ?? []),
    [alerts, targets],
  );
  const put = (key: number, parts: Partial<MatcherDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...parts } : draft)));
  return (
    <fieldset className="min-w-0" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1 text-muted text-xs">{t('matchers.title')}</legend>
      <datalist id={`${id}-names`}>
        {[...known.keys()].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ul className="space-y-1.5">
        {drafts.map((draft, index) => (
          <li key={draft.key} className="grid grid-cols-[minmax(0,2fr)_auto_minmax(0,3fr)_auto] items-center gap-1.5">
            <input
              className={`${inputClass} w-full min-w-0 font-mono text-xs`}
              aria-label={t('matchers.name', { number: index + 1 })}
              placeholder={t('matchers.name.placeholder')}
              list={`${id}-names`}
              autoComplete="off"
              spellCheck={false}
              value={draft.name}
              onChange={({ target }) => put(draft.key, { name: target.value })}
            />
            <select
              className={`${inputClass} font-mono text-xs`}
              aria-label={t('matchers.op', { number: index + 1 })}
              value={draft.op}
              onChange={({ target }) => put(draft.key, { op: matcherOps.find((op) => op === target.value) ?? '=' })}
            >
              {matcherOps.map((op) => (
                <option key={op} value={op}>
                  {op}
                </option>
              ))}
            </select>
            <input
              className={`${inputClass} w-full min-w-0 font-mono text-xs`}
              aria-label={t('matchers.value', { number: index + 1 })}
              placeholder={t('matchers.value.placeholder')}
              list={`${id}-values-${draft.key}`}
              autoComplete="off"
              spellCheck={false}
              value={draft.value}
              onChange={({ target }) => put(draft.key, { value: target.value })}
            />
            <datalist id={`${id}-values-${draft.key}`}>
              {(known.get(draft.name.trim()) ?? []).slice(0, mostOffered).map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
            <button
              type="button"
              className={`${quietButtonClass} px-1.5`}
              aria-label={t('matchers.remove', { number: index + 1 })}
              disabled={drafts.length === 1}
              onClick={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
            >
              <svg viewBox="0 0 12 12" className="size-3" aria-hidden="true" focusable="false">
                <path d="M2 6h8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
              </svg>
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-1 flex flex-wrap items-baseline justify-between gap-x-3">
        <button type="button" className={`${quietButtonClass} -ml-2`} onClick={() => onChange([...drafts, toDraft()])}>
          + {t('matchers.add')}
        </button>
        <span className="text-muted text-xs">{t('matchers.hint')}</span>
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className="text-critical text-xs">
          {fieldWords(error, t)}
        </p>
      )}
    </fieldset>
  );
}
