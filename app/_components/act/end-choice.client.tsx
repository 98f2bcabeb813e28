'use client';

import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Field } from './field.client.tsx';
import { fieldWords } from './problem-words.ts';
import { type SilenceSpan, silenceSpans } from './silence-ends.ts';
import { useZone } from './use-zone.client.tsx';

/** When a silence begins and ends, as its fields have it. */
export interface SpanDraft {
  readonly span: SilenceSpan;
  /** Fields of `other`; an empty start is now. */
  readonly start: string;
  readonly end: string;
}

interface EndChoiceProps {
  readonly draft: SpanDraft;
  readonly startError: ApiFieldError | undefined;
  readonly endError: ApiFieldError | undefined;
  readonly onChange: (draft: SpanDraft) => void;
}

/** For how long: a few usual spans, or a start and an end in the reader's zone. */
export function EndChoice({ draft, startError, endError, onChange }: EndChoiceProps) {
  const t = useTranslate();
  const zone = useZone();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-muted text-xs">{t('span.title')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {silenceSpans.map((span) => (
          <label
            key={span}
            className="cursor-pointer rounded border border-line-strong px-2.5 py-1 leading-5 hover:bg-raised has-checked:border-accent has-checked:bg-selected has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="span"
              className="sr-only"
              checked={draft.span === span}
              onChange={() => onChange({ ...draft, span })}
            />
            {t(`span.${span}`)}
          </label>
        ))}
      </div>
      {draft.span === 'other' && (
        <div className="mt-2 grid gap-3 sm:grid-cols-2">
          <Field
            label={t('span.start', { zone })}
            error={startError}
            control={(control) => (
              <input
                {...control}
                type="datetime-local"
                value={draft.start}
                onChange={({ target }) => onChange({ ...draft, start: target.value })}
              />
            )}
          />
          <Field
            label={t('span.end', { zone })}
            error={endError}
            control={(control) => (
              <input
                {...control}
                type="datetime-local"
                value={draft.end}
                onChange={({ target }) => onChange({ ...draft, end: target.value })}
              />
            )}
          />
        </div>
      )}
      {draft.span !== 'other' && endError !== undefined && (
        <p className="mt-1 text-critical text-xs">{fieldWords(endError, t)}</p>
      )}
    </fieldset>
  );
}
