import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import { staleAfterIntervals } from './freshness.ts';
import type { Part } from './vm-facts.ts';

/** A beacon that is there. */
export type PresentBeacon = Extract<BeaconReading, { readonly present: true }>;

/**
 * Whether the sequence has stood still for three of the beacon's intervals and one poll: the script no longer runs, or what it
 * writes no longer arrives. Counted from when this machine saw the reading change, by one clock, so that a host's own clock does not
 * matter. Frozen readings, those whose scrapes fail, do not grow stale here: they are not renewed, which `freshness` says.
 */
export function isStaleBeacon(part: Pick<Part<PresentBeacon>, 'reading' | 'freshness' | 'changedAt'>): boolean {
  const { reading, freshness, changedAt } = part;
  if (freshness.readAt === null) return false;
  return freshness.readAt - changedAt > standingLimitMs(reading.intervalSeconds, freshness.intervalSeconds ?? 0);
}

/** How long a sequence may stand still, from the beacon's interval and that of the polls. Milliseconds. */
function standingLimitMs(beaconSeconds: number, pollSeconds: number): number {
  return (staleAfterIntervals * beaconSeconds + pollSeconds) * 1_000;
}
