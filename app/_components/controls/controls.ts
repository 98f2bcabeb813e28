/** Classes of controls, so that a button is the same button everywhere. */
const base =
  'inline-flex cursor-pointer items-center gap-1.5 rounded border px-2.5 py-1 leading-5 disabled:cursor-not-allowed disabled:opacity-60';

export const buttonClass = `${base} border-line-strong bg-surface text-ink enabled:hover:bg-raised aria-expanded:bg-raised aria-pressed:bg-selected`;
export const primaryButtonClass = `${base} border-accent bg-accent text-on-accent enabled:hover:brightness-110`;
export const quietButtonClass = `${base} border-transparent text-muted enabled:hover:bg-raised enabled:hover:text-ink`;
export const inputClass =
  'rounded border border-line-strong bg-surface px-2 py-1 leading-5 text-ink placeholder:text-muted aria-invalid:border-critical disabled:opacity-60';
/** A key of the keyboard. */
export const keyClass = 'rounded border border-line-strong bg-raised px-1 font-mono text-2xs text-muted leading-4';
