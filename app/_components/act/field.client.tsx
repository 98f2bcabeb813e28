'use client';

import { type ReactNode, useId } from 'react';
import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { inputClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { fieldWords } from './problem-words.ts';

/** What a control needs to be named and to be said wrong. */
interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly className: string;
}

interface FieldProps {
  readonly label: string;
  /** Said where the server refused this field. */
  readonly error?: ApiFieldError | undefined;
  readonly className?: string;
  readonly control: (props: ControlProps) => ReactNode;
}

/** A labelled control, with what is wrong with it below. */
export function Field({ label, error, className = '', control }: FieldProps) {
  const t = useTranslate();
  const id = useId();
  const errorId = `${id}-error`;
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        {label}
      </label>
      {control({
        id,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-describedby': error === undefined ? undefined : errorId,
        className: `${inputClass} w-full`,
      })}
      {error !== undefined && (
        <p id={errorId} className="mt-1 text-critical text-xs">
          {fieldWords(error, t)}
        </p>
      )}
    </div>
  );
}
