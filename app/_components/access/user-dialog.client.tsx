'use client';

import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Role } from '#lib/model/role.ts';
import { FormDialog } from '../act/form-dialog.client.tsx';
import { errorAt } from '../act/problem-words.ts';
import { useAct } from '../act/use-act.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { PasswordField, RoleField, TextField } from './access-fields.client.tsx';

/** Adds a user, with a first password. */
export function UserDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [password, setPassword] = useState('');
  const { mutate, isPending, error } = useAct({
    send: () => writeApi('POST /api/v1/users', {}, { name, role, password }),
    onDone: onClose,
  });
  return (
    <FormDialog
      title={t('users.add')}
      submit={t('users.add')}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady={false}
      onSubmit={() => mutate(undefined)}
      onClose={onClose}
    >
      <TextField label={t('access.name')} value={name} isFirst error={errorAt(error, 'name')} onChange={setName} />
      <RoleField role={role} error={errorAt(error, 'role')} onChange={setRole} />
      <PasswordField
        label={t('access.password')}
        value={password}
        isNew
        error={errorAt(error, 'password')}
        onChange={setPassword}
      />
    </FormDialog>
  );
}
