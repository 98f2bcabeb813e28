'use client';

import type { FormEvent, ReactNode } from 'react';
import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { buttonClass, primaryButtonClass } from '../controls/controls.ts';
import { Dialog } from '../controls/dialog.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useOwnName } from '../session/use-session.client.tsx';
import { Field } from './field.client.tsx';
import { problemWords } from './problem-words.ts';

interface FormDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly isBusy: boolean;
  /** What the last try came to. */
  readonly error?: unknown;
  readonly className?: string;
  /** The button has the focus, so that a second click or Enter is all that is wanted. */
  readonly isReady: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that asks, with what to do at its foot, and what went wrong above that. */
export function FormDialog(props: FormDialogProps) {
  const { title, submit, isBusy, error, className = 'max-w-xl', isReady, onSubmit, onClose, children } = props;
  const t = useTranslate();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) onSubmit();
  };
  return (
    <Dialog title={title} onClose={onClose} className={className}>
      <form className="flex min-h-0 flex-col" noValidate onSubmit={send}>
        <div className="min-h-0 space-y-4 overflow-y-auto px-4 py-4">{children}</div>
        <div className="space-y-2 border-line border-t px-4 py-3">
          {error !== undefined && error !== null && (
            <p role="alert" className="text-critical">
              {problemWords(error, t)}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <button type="button" className={buttonClass} onClick={onClose}>
              {t('act.cancel')}
            </button>
            <button
              type="submit"
              className={primaryButtonClass}
              aria-busy={isBusy}
              disabled={isBusy}
              {...(isReady ? { 'data-first-focus': '' } : {})}
            >
              {submit}
            </button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly error?: ApiFieldError | undefined;
  readonly isFirst: boolean;
  readonly onChange: (name: string) => void;
}

/** Who does it: known from the log-in, or typed once, and remembered in this browser. */
export function NameField({ name, error, isFirst, onChange }: NameFieldProps) {
  const t = useTranslate();
  const own = useOwnName();
  if (own !== undefined) return <p className="self-end py-1 text-muted">{t('act.as', { name: own })}</p>;
  return (
    <Field
      label={t('act.name')}
      error={error}
      control={(control) => (
        <input
          {...control}
          value={name}
          maxLength={100}
          autoComplete="name"
          {...(isFirst ? { 'data-first-focus': '' } : {})}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    />
  );
}
