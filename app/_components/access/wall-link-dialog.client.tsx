'use client';

import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import { FormDialog } from '../act/form-dialog.client.tsx';
import { errorAt } from '../act/problem-words.ts';
import { useAct } from '../act/use-act.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { DaysField, TextField } from './access-fields.client.tsx';
import { SecretDialog } from './secret-dialog.client.tsx';

/** Makes a wall link, and shows its address once. */
export function WallLinkDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>();
  const { mutate, data, isPending, error } = useAct({
    send: () => writeApi('POST /api/v1/wall-links', {}, { name, days }),
    onDone: () => undefined,
  });
  if (data !== undefined) {
    const title = t('wallLinks.made', { name: data.link.name });
    const copies = [{ label: t('wallLinks.secret'), text: data.url }];
    return <SecretDialog title={title} body={t('wallLinks.made.body')} copies={copies} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={t('wallLinks.add')}
      submit={t('wallLinks.add')}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady={false}
      onSubmit={() => mutate(undefined)}
      onClose={onClose}
    >
      <TextField label={t('wallLinks.for')} value={name} isFirst error={errorAt(error, 'name')} onChange={setName} />
      <DaysField days={days} error={errorAt(error, 'days')} onChange={setDays} />
    </FormDialog>
  );
}
