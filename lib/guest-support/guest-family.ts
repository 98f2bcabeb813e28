import type { KvpReading } from '../model/readings/kvp.ts';
import type { VmReading } from '../model/readings/vm.ts';

/** Guests that are administered alike: one set of package names and service commands. */
export const guestFamilies = ['debian', 'ubuntu', 'rhel', 'suse', 'freebsd', 'windows'] as const;
export type GuestFamily = (typeof guestFamilies)[number];

/** Beginnings of OSName (os-release NAME, or the product name on Windows; hyperv-facts.md 1.3), lower case. */
const beginnings: readonly (readonly [string, GuestFamily])[] = [
  ['debian', 'debian'],
  ['ubuntu', 'ubuntu'],
  ['linux mint', 'ubuntu'],
  ['red hat', 'rhel'],
  ['rhel', 'rhel'],
  ['rocky', 'rhel'],
  ['almalinux', 'rhel'],
  ['centos', 'rhel'],
  ['oracle linux', 'rhel'],
  ['fedora', 'rhel'],
  ['sles', 'suse'],
  ['suse', 'suse'],
  ['opensuse', 'suse'],
  ['freebsd', 'freebsd'],
  ['microsoft windows', 'windows'],
  ['windows', 'windows'],
];

/**
 * The family of a guest by what it says of itself: the OSName item, or the host's summary. Undefined where neither says anything that
 * is known; the texts are guest-controlled, so the answer decides which commands are shown and nothing else.
 */
export function guestFamilyOf(vm: VmReading | undefined, kvp: KvpReading | undefined): GuestFamily | undefined {
  const ownName = kvp?.intrinsic.find(({ key }) => key === 'OSName')?.value;
  for (const text of [ownName, vm?.guestOperatingSystem]) {
    const lower = (text ?? '').trim().toLowerCase();
    const found = beginnings.find(([beginning]) => lower.startsWith(beginning));
    if (found !== undefined) return found[1];
  }
  return undefined;
}
