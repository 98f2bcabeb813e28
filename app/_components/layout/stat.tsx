import type { ReactNode } from 'react';

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** One number of the fleet with its name and a line below. Stands inside a `dl`. */
export function Stat({ label, value, className = '', children }: StatProps) {
  return (
    <div className={`min-w-0 rounded-tremor-default bg-surface px-4 py-3 ring-1 ring-line ${className}`}>
      <dt className="text-muted text-xs">{label}</dt>
      <dd>
        <div className="mt-0.5 whitespace-nowrap font-semibold text-xl leading-8 sm:text-2xl">{value}</div>
        <div className="mt-1 flex min-h-5 flex-wrap gap-x-3 text-muted text-xs">{children}</div>
      </dd>
    </div>
  );
}
