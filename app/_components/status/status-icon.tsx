import type { Level } from '#lib/derive/vital-sign.ts';

const colours: Readonly<Record<Level, string>> = {
  critical: 'text-critical',
  warning: 'text-warning',
  unknown: 'text-unknown',
  info: 'text-info',
  ok: 'text-ok',
  none: 'text-none',
};

/** Text colour class of a level. */
export function levelColour(level: Level): string {
  return colours[level];
}

/** A shape of its own for each level, so that colour is never the only sign. Filled shapes are the ones that want someone. */
const shapes: Readonly<Record<Level, React.ReactNode>> = {
  critical: (
    <>
      <path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z" fill="currentColor" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" stroke="var(--hv-surface)" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.2 15.4 14.4H.6z" fill="currentColor" strokeLinejoin="round" />
      <path d="M8 5.8v4m0 2.2v.2" stroke="var(--hv-surface)" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 1.7" />
      <path
        d="M6.1 6.2c.2-2.3 3.9-2.3 3.8.1 0 1.5-1.9 1.5-1.9 3m0 2.1v.1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
  info: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7.3v4m0-6.6v.1" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="m5.1 8.2 2 2 3.8-4.2" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  none: <path d="M3.5 8h9" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />,
};

/** The shape of a level. Decorative: the word stands beside it. */
export function StatusIcon({ level, className = 'size-3.5' }: { readonly level: Level; readonly className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} shrink-0 ${colours[level]}`} aria-hidden="true" focusable="false">
      {shapes[level]}
    </svg>
  );
}

/** An hourglass for readings that are too old. */
export function StaleIcon({ className = 'size-3.5' }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} shrink-0`} aria-hidden="true" focusable="false">
      <path
        d="M4 1.8h8M4 14.2h8M5 1.8v2.7L8 8l3-3.5V1.8M5 14.2v-2.7L8 8l3 3.5v2.7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
