'use client';

import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { ApiUser } from '#lib/model/api/users.ts';
import type { Role } from '#lib/model/role.ts';
import { FormDialog } from '../act/form-dialog.client.tsx';
import { errorAt } from '../act/problem-words.ts';
import { useAct } from '../act/use-act.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { PasswordField, RoleField } from './access-fields.client.tsx';

type UserAct = 'role' | 'password' | 'disable' | 'enable' | 'logOut' | 'remove';

const words = {
  role: ['access.role', 'users.role.save'],
  password: ['users.password', 'users.password.save'],
  disable: ['users.disable', 'users.disable'],
  enable: ['users.enable', 'users.enable'],
  logOut: ['users.logOut', 'users.logOut'],
  remove: ['users.remove', 'users.remove'],
} as const satisfies Readonly<Record<UserAct, readonly [choice: MessageKey, submit: MessageKey]>>;

interface UserChangeDialogProps {
  readonly user: ApiUser;
  /** The reader changes the own account: the password is changed elsewhere. */
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** One change to a user at a time: role, password, log-in, sessions, or the end. */
export function UserChangeDialog({ user, isOwn, onClose }: UserChangeDialogProps) {
  const t = useTranslate();
  const [act, setAct] = useState<UserAct>('role');
  const [role, setRole] = useState(user.role);
  const [password, setPassword] = useState('');
  const { mutate, reset, isPending, error } = useAct({ send: () => send(user.id, act, { role, password }), onDone: onClose });
  return (
    <FormDialog
      title={t('users.change.title', { name: user.name })}
      submit={t(words[act][1])}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady={false}
      onSubmit={() => mutate(undefined)}
      onClose={onClose}
    >
      <ActChoice
        acts={actsFor(user, isOwn)}
        chosen={act}
        onChoose={(next) => {
          reset();
          setAct(next);
        }}
      />
      {act === 'role' && (
        <>
          <RoleField role={role} error={errorAt(error, 'role')} onChange={setRole} />
          {user.issuer !== null && <p className="text-muted">{t('users.change.provider')}</p>}
        </>
      )}
      {act === 'password' && (
        <>
          <p className="wrap-anywhere">{t('users.password.body', { name: user.name })}</p>
          <PasswordField
            label={t('users.password')}
            value={password}
            isNew
            error={errorAt(error, 'password')}
            onChange={setPassword}
          />
        </>
      )}
      {(act === 'disable' || act === 'enable' || act === 'remove') && (
        <p className="wrap-anywhere">{t(`users.${act}.body`, { name: user.name })}</p>
      )}
      {act === 'logOut' && <p className="wrap-anywhere">{t('users.logOut.body', { name: user.name, count: user.sessions })}</p>}
    </FormDialog>
  );
}

interface ActChoiceProps {
  readonly acts: readonly UserAct[];
  readonly chosen: UserAct;
  readonly onChoose: (act: UserAct) => void;
}

function ActChoice({ acts, chosen, onChoose }: ActChoiceProps) {
  const t = useTranslate();
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t('access.acts')}</legend>
      {acts.map((act) => (
        <label
          key={act}
          className="cursor-pointer rounded border border-line-strong px-2.5 py-1 text-muted leading-5 hover:text-ink has-checked:bg-selected has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="act"
            className="sr-only"
            checked={act === chosen}
            {...(act === chosen ? { 'data-first-focus': '' } : {})}
            onChange={() => onChoose(act)}
          />
          {t(words[act][0])}
        </label>
      ))}
    </fieldset>
  );
}

function actsFor({ issuer, disabled, sessions }: ApiUser, isOwn: boolean): readonly UserAct[] {
  return [
    'role',
    ...(issuer === null && !isOwn ? (['password'] as const) : []),
    disabled ? 'enable' : 'disable',
    ...(sessions > 0 ? (['logOut'] as const) : []),
    'remove',
  ];
}

function send(
  id: string,
  act: UserAct,
  { role, password }: { readonly role: Role; readonly password: string },
): Promise<unknown> {
  switch (act) {
    case 'role':
      return writeApi('PUT /api/v1/users/{id}', { id }, { role });
    case 'password':
      return writeApi('PUT /api/v1/users/{id}/password', { id }, { password });
    case 'disable':
    case 'enable':
      return writeApi('PUT /api/v1/users/{id}', { id }, { disabled: act === 'disable' });
    case 'logOut':
      return writeApi('DELETE /api/v1/users/{id}/sessions', { id }, {});
    case 'remove':
      return writeApi('DELETE /api/v1/users/{id}', { id }, {});
  }
}
