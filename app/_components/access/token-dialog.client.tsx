'use client';

import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Role } from '#lib/model/role.ts';
import { FormDialog } from '../act/form-dialog.client.tsx';
import { errorAt } from '../act/problem-words.ts';
import { useAct } from '../act/use-act.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { DaysField, RoleField, TextField } from './access-fields.client.tsx';
import { SecretDialog } from './secret-dialog.client.tsx';

/** Makes a token, and shows its secret once. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState<number>();
  const { mutate, data, isPending, error } = useAct({
    send: () => writeApi('POST /api/v1/tokens', {}, { name, role, days }),
    onDone: () => undefined,
  });
  if (data !== undefined) {
    const copies = [
      { label: t('tokens.secret'), text: data.secret },
      { label: t('tokens.header'), text: `Authorization: Bearer ${data.secret}` },
    ];
    const title = t('tokens.made', { name: data.token.name });
    return <SecretDialog title={title} body={t('tokens.made.body')} copies={copies} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={t('tokens.add')}
      submit={t('tokens.add')}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady={false}
      onSubmit={() => mutate(undefined)}
      onClose={onClose}
    >
      <TextField label={t('tokens.for')} value={name} isFirst error={errorAt(error, 'name')} onChange={setName} />
      <RoleField role={role} error={errorAt(error, 'role')} onChange={setRole} />
      <DaysField days={days} error={errorAt(error, 'days')} onChange={setDays} />
    </FormDialog>
  );
}
