'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { quietButtonClass } from './controls.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** True where the title is for those who cannot see that it is plain what this is. */
  readonly quietTitle?: boolean;
  readonly className?: string;
  /** False where what is shown is shown once: a click beside it closes nothing. */
  readonly closesBeside?: boolean;
  readonly children: ReactNode;
}

/** A modal dialog while it is in the tree. The browser keeps the focus inside, and gives it back. */
export function Dialog(props: DialogProps) {
  const { title, onClose, quietTitle = false, className = 'max-w-md', closesBeside = true, children } = props;
  const t = useTranslate();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // React knows `autoFocus`, but a dialog that opens gives the focus to whatever comes first.
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog by Escape
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={`mx-auto mt-[10dvh] max-h-[80dvh] w-[calc(100vw-2rem)] overflow-hidden rounded-lg bg-surface text-ink shadow-lg ring-1 ring-line-strong backdrop:bg-backdrop ${className}`}
      onClose={onClose}
      // A click on the backdrop arrives at the dialog itself.
      onClick={(event) => closesBeside && event.target === event.currentTarget && onClose()}
    >
      <div className="flex max-h-[80dvh] flex-col">
        <div className={quietTitle ? 'sr-only' : 'flex items-center justify-between border-line border-b px-4 py-2'}>
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          <button type="button" className={quietButtonClass} aria-label={t('dialog.close')} onClick={onClose}>
            <svg viewBox="0 0 12 12" className="size-3" aria-hidden="true" focusable="false">
              <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
