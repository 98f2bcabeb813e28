'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { buttonClass } from './controls.ts';

interface PopupProps {
  readonly label: ReactNode;
  /** The button's accessible name where its content does not say it. */
  readonly name?: string;
  readonly className?: string;
  /** Side of the button at which the panel is aligned. */
  readonly align?: 'left' | 'right';
  readonly children: ReactNode;
}

/** A button with a panel below it. Escape, a click elsewhere, or moving on with the keyboard closes it. */
export function Popup({ label, name, className = buttonClass, align = 'left', children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const closeElsewhere = (event: Event) => {
      if (event.target instanceof Node && !holder.current?.contains(event.target)) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', closeElsewhere);
    document.addEventListener('focusin', closeElsewhere);
    document.addEventListener('keydown', closeByKey, true);
    return () => {
      document.removeEventListener('pointerdown', closeElsewhere);
      document.removeEventListener('focusin', closeElsewhere);
      document.removeEventListener('keydown', closeByKey, true);
    };
  }, [open]);
  return (
    <div ref={holder} className="relative">
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={name}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
        <svg viewBox="0 0 10 6" className="w-2 text-muted" aria-hidden="true" focusable="false">
          <path d="m1 1 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        </svg>
      </button>
      {open && (
        <div
          id={id}
          className={`absolute top-full z-30 mt-1 max-h-[min(24rem,70dvh)] w-max min-w-40 max-w-[min(20rem,85vw)] overflow-y-auto rounded-lg bg-surface p-2 shadow-lg ring-1 ring-line-strong ${align === 'left' ? 'left-0' : 'right-0'}`}
        >
          {children}
        </div>
      )}
    </div>
  );
}
