/** What was done about an alert, or keeps it from being told. */
export type ActKind = 'acknowledged' | 'silenced' | 'maintenance' | 'inhibited';

const strokes: Readonly<Record<ActKind, string>> = {
  acknowledged: 'm2.5 8.5 3.5 3.5 7.5-8',
  silenced: 'M4 11V7a4 4 0 0 1 6.8-2.9M12 7v4l1.3 1.5M2.7 12.5H10M6.6 14.5h2.8M2 2l12 12',
  maintenance: 'M9.3 6.7 3 13l-1-1 6.3-6.3M8.2 5.8a3.3 3.3 0 0 1 4.3-4.1L10.6 3.6l.5 1.8 1.8.5 1.9-1.9a3.3 3.3 0 0 1-4.2 4.2',
  inhibited: 'M8 1.8v5.4M5 4.6l3 3 3-3M2.5 11h11M2.5 14h11',
};

/** A shape of its own for each. Decorative: the word stands beside it. */
export function ActIcon({ kind, className = 'size-3.5' }: { readonly kind: ActKind; readonly className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} shrink-0`} aria-hidden="true" focusable="false">
      <path d={strokes[kind]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
