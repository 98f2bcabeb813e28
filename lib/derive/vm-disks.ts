import type { BeaconDisk, BeaconFilesystem } from '../model/readings/beacon.ts';
import type { VmDisk } from '../model/readings/disk.ts';
import { isStaleBeacon } from './beacon-age.ts';
import type { VmFacts } from './vm-facts.ts';

/**
 * Why a disk stands on one side only. Host: `ide` (the guest cannot say where an IDE disk hangs), `not-reported` (the beacon does not
 * name it), `no-beacon`. Guest: `no-place` (no controller or LUN: IDE, or no disk of Hyper-V), `not-on-host`. Both: `twice`, where a
 * place is named more than once, so that it identifies nothing.
 */
export const unmatchedReasons = ['ide', 'not-reported', 'no-beacon', 'no-place', 'not-on-host', 'twice'] as const;
export type UnmatchedReason = (typeof unmatchedReasons)[number];

/** A disk as host and guest see it, with the filesystems that the guest has on it. */
export interface JoinedDisk {
  readonly host?: VmDisk;
  readonly guest?: BeaconDisk;
  readonly filesystems: readonly BeaconFilesystem[];
  /** Absent where both sides are there. */
  readonly unmatched?: UnmatchedReason;
}

/** The disks of a VM, both sides joined. */
export interface VmDisks {
  /** Those of the host by their place, then those that only the guest names. */
  readonly disks: readonly JoinedDisk[];
  /** Filesystems of which the guest does not say on what disk they lie. */
  readonly loose: readonly BeaconFilesystem[];
  /** What is known of the guest's side: nothing, something old, or its present word. */
  readonly guestSide: 'none' | 'stale' | 'current';
}

/**
 * Joins the disks of host and guest by the VMBus GUID of the controller and the LUN: numbers of SCSI hosts in a guest are an order of
 * probing only. FreeBSD names the same GUID in the device id of storvsc. Undefined where neither side has been read. Pure.
 */
export function vmDisks({ parts }: Pick<VmFacts, 'parts'>): VmDisks | undefined {
  const beacon = parts.beacon?.reading.present === true ? parts.beacon.reading : undefined;
  if (parts.disk === undefined && beacon === undefined) return undefined;
  const onHost = parts.disk?.reading.disks ?? [];
  const inGuest = beacon?.disks ?? [];
  const filesystems = beacon?.filesystems ?? [];
  const hostPlaces = countPlaces(onHost.map(hostPlace));
  const guestPlaces = countPlaces(inGuest.map(guestPlace));
  const byPlace = new Map(inGuest.map((disk) => [guestPlace(disk), disk]));
  const lyingOn = (disk: BeaconDisk) => filesystems.filter((filesystem) => filesystem.disk === disk.device);
  const disks = onHost.map((host): JoinedDisk => {
    const place = hostPlace(host);
    if (beacon === undefined) return { host, filesystems: [], unmatched: 'no-beacon' };
    if (place === undefined) return { host, filesystems: [], unmatched: host.controller === 'ide' ? 'ide' : 'not-reported' };
    if (hostPlaces.get(place) !== 1 || (guestPlaces.get(place) ?? 0) > 1) return { host, filesystems: [], unmatched: 'twice' };
    const guest = byPlace.get(place);
    if (guest === undefined) return { host, filesystems: [], unmatched: 'not-reported' };
    return { host, guest, filesystems: lyingOn(guest) };
  });
  const matched = new Set(disks.flatMap(({ guest }) => guest ?? []));
  const only = inGuest
    .filter((guest) => !matched.has(guest))
    .map(
      (guest): JoinedDisk => ({ guest, filesystems: lyingOn(guest), unmatched: whyGuestOnly(guest, hostPlaces, guestPlaces) }),
    );
  const devices = new Set(inGuest.map(({ device }) => device));
  const loose = filesystems.filter(({ disk }) => disk === undefined || !devices.has(disk));
  const isStale = parts.beacon !== undefined && beacon !== undefined && isStaleBeacon({ ...parts.beacon, reading: beacon });
  return { disks: [...disks, ...only], loose, guestSide: beacon === undefined ? 'none' : isStale ? 'stale' : 'current' };
}

type Places = ReadonlyMap<string | undefined, number>;

function whyGuestOnly(guest: BeaconDisk, hostPlaces: Places, guestPlaces: Places): UnmatchedReason {
  const place = guestPlace(guest);
  if (place === undefined) return 'no-place';
  return (hostPlaces.get(place) ?? 0) > 1 || (guestPlaces.get(place) ?? 0) > 1 ? 'twice' : 'not-on-host';
}

function hostPlace({ controllerId, location }: VmDisk): string | undefined {
  return controllerId === undefined ? undefined : `${controllerId} ${location}`;
}

function guestPlace({ controllerId, lun }: BeaconDisk): string | undefined {
  return controllerId === undefined || lun === undefined ? undefined : `${controllerId} ${lun}`;
}

function countPlaces(places: readonly (string | undefined)[]): Places {
  const counts = new Map<string | undefined, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
