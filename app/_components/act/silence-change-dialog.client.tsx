'use client';

import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { ApiSilence } from '#lib/model/api/silences.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Field } from './field.client.tsx';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { MatcherList } from './matcher-list.client.tsx';
import { errorAt } from './problem-words.ts';
import { parseZonedText, toZonedText } from './silence-ends.ts';
import { useAct } from './use-act.client.tsx';
import { useName } from './use-name.client.tsx';
import { useZone } from './use-zone.client.tsx';

/** Gives a silence another end and comment; what it hits stays. */
export function SilenceChangeDialog({ silence, onClose }: { readonly silence: ApiSilence; readonly onClose: () => void }) {
  const t = useTranslate();
  const zone = useZone();
  const [remembered, remember] = useName();
  const [name, setName] = useState(remembered);
  const [comment, setComment] = useState(silence.comment);
  const [end, setEnd] = useState(() => toZonedText(silence.endsAt, zone));
  const { mutate, isPending, error } = useAct({
    send: (by: string) => {
      remember(by);
      const endsAt = parseZonedText(end, zone);
      return writeApi('PUT /api/v1/silences/{id}', { id: silence.id }, { endsAt, comment, by });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={t('silence.change')}
      submit={t('act.save')}
      isBusy={isPending}
      error={error}
      isReady={false}
      onSubmit={() => mutate(name.trim())}
      onClose={onClose}
    >
      <div>
        <MatcherList matchers={silence.matchers} />
        <p className="mt-1 text-muted text-xs">{t('silence.fixed')}</p>
      </div>
      <Field
        label={t('span.end', { zone })}
        error={errorAt(error, 'endsAt')}
        control={(control) => (
          <input
            {...control}
            type="datetime-local"
            data-first-focus=""
            value={end}
            onChange={({ target }) => setEnd(target.value)}
          />
        )}
      />
      <Field
        label={t('silence.comment')}
        error={errorAt(error, 'comment')}
        control={(control) => (
          <input {...control} maxLength={1_000} value={comment} onChange={({ target }) => setComment(target.value)} />
        )}
      />
      <NameField name={name} isFirst={false} error={errorAt(error, 'by')} onChange={setName} />
    </FormDialog>
  );
}
