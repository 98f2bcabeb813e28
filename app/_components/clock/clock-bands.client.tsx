'use client';

import type { Offset } from '#lib/model/clock.ts';
import { OffsetAxis, OffsetBand } from './offset-band.client.tsx';

interface ClockBandsProps {
  readonly rows: readonly { readonly label: string; readonly offset: Offset | null }[];
  readonly stale: boolean;
}

/** Offsets of one clock below one another on one scale. */
export function ClockBands({ rows, stale }: ClockBandsProps) {
  return (
    <div className="border-line border-b px-4 pt-2 pb-2.5">
      <div className="grid gap-x-3 sm:grid-cols-[6.5rem_1fr]">
        <span className="text-muted text-xs sm:col-start-2">
          <OffsetAxis title="" />
        </span>
      </div>
      <dl className="space-y-1">
        {rows.map(({ label, offset }) => (
          <div key={label} className="grid gap-x-3 sm:grid-cols-[6.5rem_1fr]">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 [&>*]:w-full">
              <OffsetBand offset={offset} stale={stale} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
