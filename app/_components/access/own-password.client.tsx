'use client';

import { type FormEvent, useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import { errorAt, problemWords } from '../act/problem-words.ts';
import { useAct } from '../act/use-act.client.tsx';
import { primaryButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { PasswordField } from './access-fields.client.tsx';

/** Changes the own password by the old one. */
export function OwnPassword({ name }: { readonly name: string }) {
  const t = useTranslate();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { mutate, isPending, isSuccess, error } = useAct({
    send: () => writeApi('PUT /api/v1/account/password', {}, { current, password }),
    onDone: () => {
      setCurrent('');
      setPassword('');
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) mutate(undefined);
  };
  return (
    <Card title={t('account.password')} testId="own-password">
      <form className="space-y-3 px-4 py-3" noValidate onSubmit={send}>
        {/* Keepers of passwords learn by it whose password this is. */}
        <input type="text" autoComplete="username" value={name} readOnly hidden />
        <PasswordField
          label={t('account.password.current')}
          value={current}
          isNew={false}
          error={errorAt(error, 'current')}
          onChange={setCurrent}
        />
        <PasswordField
          label={t('account.password.new')}
          value={password}
          isNew
          error={errorAt(error, 'password')}
          onChange={setPassword}
        />
        {error !== null && (
          <p role="alert" className="text-critical">
            {problemWords(error, t)}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <button type="submit" className={primaryButtonClass} aria-busy={isPending} disabled={isPending}>
            {t('account.password.save')}
          </button>
          <span role="status" className="text-muted">
            {isSuccess && t('account.password.done')}
          </span>
        </div>
      </form>
    </Card>
  );
}
