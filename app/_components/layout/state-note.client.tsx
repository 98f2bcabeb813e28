'use client';

import type { ReactNode } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';

/** Why a part of a page has nothing to show, each kind with a shape and a title of its own. */
export const stateKinds = ['empty', 'loading', 'error', 'stale', 'unsupported', 'noPermission'] as const;
export type StateKind = (typeof stateKinds)[number];

interface StateNoteProps {
  readonly kind: StateKind;
  /** What exactly, in a sentence; the kind's own sentence where it is missing. */
  readonly children?: ReactNode;
}

const strokes: Readonly<Record<StateKind, string>> = {
  empty: 'M3 9h4l1.5 2.5h3L13 9h4M3 9l2.5-5h9L17 9v6.5H3z',
  loading: 'M10 3a7 7 0 1 1-7 7',
  error: 'M10 6v5m0 2.6v.2M10 2.5l8 14.5H2z',
  stale: 'M5.5 2.5h9M5.5 17.5h9M6.5 2.5V6L10 10l3.5-4V2.5M6.5 17.5V14L10 10l3.5 4v3.5',
  unsupported: 'M4.8 4.8l10.4 10.4M10 2.7a7.3 7.3 0 1 1 0 14.6 7.3 7.3 0 0 1 0-14.6z',
  noPermission: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
};

const colours: Readonly<Record<StateKind, string>> = {
  empty: 'text-muted',
  loading: 'text-accent',
  error: 'text-critical',
  stale: 'text-warning',
  unsupported: 'text-muted',
  noPermission: 'text-warning',
};

/** Stands in a card in place of what would be there. */
export function StateNote({ kind, children }: StateNoteProps) {
  const t = useTranslate();
  return (
    <div className="flex items-start gap-3 px-4 py-5" role={kind === 'loading' ? 'status' : undefined} data-state={kind}>
      <svg
        viewBox="0 0 20 20"
        className={`mt-0.5 size-5 shrink-0 ${colours[kind]} ${kind === 'loading' ? 'motion-safe:animate-spin' : ''}`}
        aria-hidden="true"
        focusable="false"
      >
        <path
          d={strokes[kind]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <div className="min-w-0">
        <p className="font-medium">{t(`stateNote.${kind}.title`)}</p>
        <div className="max-w-[70ch] text-muted">{children ?? t(`stateNote.${kind}.body`)}</div>
      </div>
    </div>
  );
}
