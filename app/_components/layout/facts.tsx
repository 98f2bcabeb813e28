import type { ReactNode } from 'react';

interface FactsProps {
  readonly rows: readonly { readonly label: string; readonly value: ReactNode }[];
}

/** Names and values, one below the other. */
export function Facts({ rows }: FactsProps) {
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ label, value }) => (
        <div key={label} className="grid grid-cols-[minmax(7rem,2fr)_3fr] gap-3 px-4 py-1.5">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
