'use client';

import { type FormEvent, useEffect, useState } from 'react';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import { Field } from '../_components/act/field.client.tsx';
import { primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Banner } from '../_components/layout/banner.tsx';
import { Mark } from '../_components/layout/mark.tsx';
import { type LogInAnswer, logIn } from '../_queries/log-in.ts';

interface LogInProps {
  /** Host name of the identity provider, where there is one. */
  readonly provider: string | undefined;
  readonly isPlain: boolean;
  readonly hasUsers: boolean;
  /** What is wrong with the store, as a word. */
  readonly trouble: string | undefined;
  /** Where to go then. */
  readonly to: string;
  readonly why: MessageKey | undefined;
}

/** Name and password, or the way to the identity provider. */
export function LogIn({ provider, isPlain, hasUsers, trouble, to, why }: LogInProps) {
  const t = useTranslate();
  return (
    <div className="mx-auto max-w-sm space-y-4 py-16">
      <p className="flex items-center gap-2 font-semibold">
        <Mark />
        {t('app.name')}
      </p>
      <h1 className="font-semibold text-xl">{t('logIn.title')}</h1>
      {isPlain && <Banner level="warning">{t('logIn.plain')}</Banner>}
      {trouble !== undefined && <Banner level="critical">{t('logIn.noStore')}</Banner>}
      {why !== undefined && <Banner level="info">{t.message({ key: why })}</Banner>}
      {provider !== undefined && (
        <p>
          {/* Not a page of Next: the server answers it itself. */}
          <a className={`${primaryButtonClass} no-underline`} href={`/auth/oidc?${new URLSearchParams({ to })}`}>
            {t('logIn.provider', { provider })}
          </a>
        </p>
      )}
      {hasUsers ? <PasswordForm to={to} /> : provider === undefined && <NoUsers />}
    </div>
  );
}

/** A command, the same in every language. */
const addFirst = 'npx hvitals user add NAME --role admin';

function NoUsers() {
  const t = useTranslate();
  return (
    <div className="space-y-2">
      <p>{t('logIn.noUsers')}</p>
      <pre className="overflow-x-auto rounded border border-line bg-raised px-3 py-2 font-mono text-xs">{addFirst}</pre>
    </div>
  );
}

function PasswordForm({ to }: { readonly to: string }) {
  const t = useTranslate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const wait = useCountdown(failure?.kind === 'refused' && failure.problem.code === 'wait' ? failure : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || wait > 0) return;
    setBusy(true);
    setFailure(undefined);
    const answer = await logIn({ name, password, to }).catch(() => ({ kind: 'unreachable' }) as const);
    // Not by the router: what it has kept was loaded for nobody.
    if (answer.kind === 'in') return location.assign(answer.to);
    setBusy(false);
    setPassword('');
    setFailure(answer);
  };
  return (
    <form className="space-y-3" noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label={t('logIn.name')}
        control={(control) => (
          <input
            {...control}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      />
      <Field
        label={t('logIn.password')}
        control={(control) => (
          <input
            {...control}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={1_024}
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      />
      {failure !== undefined && (
        <p role="alert" className="text-critical">
          {wait > 0 ? t('logIn.wait', { seconds: wait }) : t(failureKey(failure))}
        </p>
      )}
      <button type="submit" className={primaryButtonClass} aria-busy={isBusy} disabled={isBusy || wait > 0}>
        {t('logIn.submit')}
      </button>
    </form>
  );
}

type Failure = Exclude<LogInAnswer, { kind: 'in' }> | { readonly kind: 'unreachable' };

function failureKey(failure: Failure) {
  if (failure.kind === 'unreachable') return 'problem.unreachable';
  switch (failure.problem.code) {
    case 'wrong':
      return 'logIn.wrong';
    case 'wait':
      return 'logIn.again';
    case 'busy':
      return 'logIn.busy';
    case 'no-users':
      return 'logIn.noUsers';
    default:
      return failure.problem.code.startsWith('store-') ? 'logIn.noStore' : 'logIn.failed';
  }
}

/** Seconds that are left of a wait, from the moment of the answer. */
function useCountdown(refusal: { readonly waitSeconds: number } | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (refusal === undefined) return setLeft(0);
    const until = performance.now() + refusal.waitSeconds * 1_000;
    const show = () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1_000)));
    show();
    const timer = setInterval(show, 250);
    return () => clearInterval(timer);
  }, [refusal]);
  return left;
}
