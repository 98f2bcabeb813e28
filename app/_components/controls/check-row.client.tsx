'use client';

import type { ReactNode } from 'react';

interface CheckRowProps {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: () => void;
  readonly children: ReactNode;
  /** Stands at the right, such as a number. */
  readonly aside?: ReactNode;
}

/** One line of a list of choices. */
export function CheckRow({ checked, disabled = false, onChange, children, aside }: CheckRowProps) {
  return (
    <label className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-1.5 hover:bg-raised has-disabled:cursor-not-allowed">
      <input type="checkbox" className="accent-accent" checked={checked} disabled={disabled} onChange={onChange} />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside !== undefined && <span className="text-muted text-xs">{aside}</span>}
    </label>
  );
}
