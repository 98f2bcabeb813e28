'use client';

import type { ReactNode } from 'react';
import type { PowerState } from '#lib/derive/power-meaning.ts';
import type { StripSign } from './strip-signs.ts';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.75,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const cut = { stroke: 'var(--hv-surface)', strokeWidth: 1.9, strokeLinecap: 'round' } as const;

/** A shape of its own for each sign; filled ones are what nobody wants. */
const shapes: Readonly<Record<StripSign, ReactNode>> = {
  start: <path d="M4 2.5 13 8 4 13.5z" {...line} />,
  stop: <rect x="3" y="3" width="10" height="10" rx="1" {...line} />,
  dirty: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="currentColor" />
      <path d="M3.5 12.5 12.5 3.5" {...cut} />
    </>
  ),
  crash: (
    <path
      d="M8 .8 9.7 4.6 13.1 2.9 11.4 6.3 15.2 8 11.4 9.7 13.1 13.1 9.7 11.4 8 15.2 6.3 11.4 2.9 13.1 4.6 9.7.8 8 4.6 6.3 2.9 2.9 6.3 4.6z"
      fill="currentColor"
    />
  ),
  reset: <path d="M12.8 6.2A5.2 5.2 0 1 0 13.2 9M13.2 2.4v4H9.2" {...line} />,
  save: <path d="M8 2v7.5M4.8 6.5 8 9.8l3.2-3.3M2.5 13.5h11" {...line} />,
  pause: <path d="M5.5 3v10M10.5 3v10" {...line} strokeWidth="2.5" />,
  trouble: <path d="M8 2 15 14H1zM8 6.5v3.5m0 1.9v.1" {...line} />,
  life: <path d="M8 2.2 13.8 8 8 13.8 2.2 8z" {...line} />,
  move: <path d="M1.5 5.5h11M9.5 2.5l3 3-3 3M14.5 11h-6" {...line} />,
  failover: <path d="M1 2.5h7.5L15 8l-6.5 5.5H1L6 8z" fill="currentColor" />,
  failed: <path d="M1.5 8h6M10 4.5l5 7m0-7-5 7" {...line} strokeWidth="2.25" />,
  underway: <path d="M1.5 8h2m2.5 0h2m2.5 0h3.5M11 4.5 14.5 8 11 11.5" {...line} />,
};

/** The shape of a mark. Decorative: the word stands beside it. */
export function StripGlyph({ sign, className = 'size-4' }: { readonly sign: StripSign; readonly className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} shrink-0`} aria-hidden="true" focusable="false" data-sign={sign}>
      {shapes[sign]}
    </svg>
  );
}

/** How high the bar of a state is, and how it is filled: what runs stands tall, what is off is a line. */
const bars: Readonly<Record<PowerState | 'unknown', string>> = {
  running: 'h-5 bg-ok',
  paused: 'h-5 border border-warning strip-stripes text-warning',
  saved: 'h-3 border-2 border-info',
  off: 'h-1 bg-none',
  unknown: 'h-5 border border-unknown border-dashed',
};

/** The bar of a state, as wide as what holds it. */
export function StateBar({ state }: { readonly state: PowerState | 'unknown' }) {
  return <span aria-hidden="true" className={`block w-full rounded-sm ${bars[state]}`} />;
}
