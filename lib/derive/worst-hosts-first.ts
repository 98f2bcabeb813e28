import type { ApiHost } from '#lib/model/api/hosts.ts';
import { levelRank } from './vital-sign.ts';

/** Hosts that want someone most come first; among those, the one with more broken VMs. */
export function worstHostsFirst(hosts: readonly ApiHost[]): readonly ApiHost[] {
  return hosts.toSorted(
    (a, b) =>
      levelRank(a.sign.level) - levelRank(b.sign.level) ||
      levelRank(a.vms.worst) - levelRank(b.vms.worst) ||
      b.vms.broken - a.vms.broken,
  );
}
