'use client';

import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import type { ApiHostClock } from '#lib/model/api/clocks.ts';
import { useNow } from '../time/now.client.tsx';
import { OffsetBand } from './offset-band.client.tsx';

interface HostOffsetProps {
  readonly clock: ApiHostClock | null;
  readonly freshness: Freshness;
}

/** The offset of a host against NTP; grey where its reading is stale. */
export function HostOffset({ clock, freshness }: HostOffsetProps) {
  const now = useNow();
  return <OffsetBand offset={clock?.vsNtp ?? null} stale={isStale(freshness, now)} />;
}
