'use client';

import { useState } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Field } from './field.client.tsx';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { useName } from './use-name.client.tsx';

interface AckDialogProps {
  /** What is acknowledged, in a few words. */
  readonly what: string;
  /** How many alerts. */
  readonly count: number;
  readonly onAck: (by: string, note: string) => void;
  readonly onClose: () => void;
}

/** Asks who acknowledges, which is remembered, and for a note. */
export function AckDialog({ what, count, onAck, onClose }: AckDialogProps) {
  const t = useTranslate();
  const [remembered, remember] = useName();
  const [name, setName] = useState(remembered);
  const [note, setNote] = useState('');
  const [isNameless, setNameless] = useState(false);
  const submit = () => {
    setNameless(name.trim() === '');
    if (name.trim() === '') return;
    remember(name.trim());
    onAck(name.trim(), note.trim());
    onClose();
  };
  return (
    <FormDialog
      title={t('act.acknowledge.title', { count })}
      submit={t('act.acknowledge')}
      isBusy={false}
      className="max-w-md"
      isReady={remembered !== ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="wrap-anywhere text-muted">{what}</p>
      <NameField
        name={name}
        isFirst={remembered === ''}
        error={isNameless ? { path: 'by', code: 'no-author', detail: '' } : undefined}
        onChange={setName}
      />
      <Field
        label={t('act.note')}
        control={(control) => (
          <textarea {...control} rows={2} maxLength={1_000} value={note} onChange={({ target }) => setNote(target.value)} />
        )}
      />
      <p className="text-muted text-xs">{t('act.acknowledge.hint')}</p>
    </FormDialog>
  );
}
