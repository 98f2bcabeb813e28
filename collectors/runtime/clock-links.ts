import { isStaleBeacon } from '#lib/derive/beacon-age.ts';
import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { freshnessOf } from '#lib/derive/vm-parts.ts';
import { followsHost } from '#lib/model/clock.ts';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredScrape } from '#lib/store/store.ts';
import type { FleetMemory, HostMemory } from './fleet-memory.ts';
import type { OwnerIndex } from './owner-index.ts';

/** What of a tick's diff tells whose clock is to be looked at again. */
export interface ClockDiff {
  readonly collector: string;
  readonly hostChanged?: boolean;
  readonly changed: ReadonlyMap<VmId, unknown>;
  readonly scrape: Pick<StoredScrape, 'failures'>;
}

/**
 * VMs of a host about whose clock a tick says something new although their own readings did not change: all with a clock in their
 * beacon where the host's clock was read anew or is no longer known, and those whose beacons stand still for too long by now.
 */
export function clocksTouched(host: HostMemory, diff: ClockDiff): readonly VmId[] {
  const { collector, scrape, changed } = diff;
  if (collector === 'clock') {
    const moved = diff.hostChanged === true || scrape.failures === staleAfterIntervals;
    return moved ? beacons(host).flatMap(([vmId, reading]) => (reading.clock === undefined ? [] : [vmId])) : [];
  }
  if (collector !== 'beacon' || scrape.failures > 0) return [];
  const pair = host.pairs.get('beacon');
  const freshness = freshnessOf(pair?.scrape);
  return beacons(host).flatMap(([vmId, reading]) => {
    if (changed.has(vmId)) return [];
    return isStaleBeacon({ reading, freshness, changedAt: pair?.changedAt.get(vmId) ?? 0 }) ? [vmId] : [];
  });
}

/** How many VMs that the host owns are known to follow its clock. */
export function clockFollowers(memory: FleetMemory, owners: Pick<OwnerIndex, 'ownerOf'>, name: string): number {
  const host = memory.get(name);
  if (host === undefined) return 0;
  const follows = ([vmId, { clock }]: readonly [VmId, PresentBeacon]) =>
    followsHost(clock?.source) && owners.ownerOf(vmId)?.host === name;
  return beacons(host).filter(follows).length;
}

type PresentBeacon = Extract<BeaconReading, { readonly present: true }>;

function beacons({ pairs }: HostMemory): readonly (readonly [VmId, PresentBeacon])[] {
  // The collector of this name made the readings, and its schema checked the loaded ones.
  const readings = (pairs.get('beacon')?.vms ?? new Map()) as ReadonlyMap<VmId, BeaconReading>;
  return [...readings].flatMap(([vmId, reading]) => (reading.present ? [[vmId, reading] as const] : []));
}
