'use client';

import { useState } from 'react';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import type { PowerRange } from '#lib/model/power-range.ts';
import { PowerStripView } from '../_components/power/power-strip-card.client.tsx';
import { strips } from './strip-samples.ts';

/** The strip of a VM's power and moves: much that happened, nothing, half of it not known, and what there is without data. */
export function StripParts() {
  return (
    <div className="space-y-4">
      <Strip data={strips.eventful} />
      <Strip data={strips.quiet} />
      <Strip data={strips.halfKnown} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Strip data={undefined} />
        <Strip data={undefined} isError />
      </div>
    </div>
  );
}

function Strip({ data, isError = false }: { readonly data: ApiVmPower | undefined; readonly isError?: boolean }) {
  const [range, setRange] = useState<PowerRange>('24h');
  return <PowerStripView data={data && { ...data, range }} isError={isError} range={range} onRange={setRange} />;
}
