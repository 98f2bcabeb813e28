import type { Labels } from '#lib/alerting/matcher.ts';
import type { Place } from '#lib/alerting/placed-labels.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import type { ActiveTarget } from './active-target.ts';
import type { OwnerIndex } from './owner-index.ts';

/** Where the subject of an alert is at this moment: the host that owns its VM, or the host that it names, and the labels of that target. */
export function createPlaceOf(
  active: ReadonlyMap<string, ActiveTarget>,
  owners: Pick<OwnerIndex, 'ownerOf'>,
): (labels: Labels) => Place {
  return ({ vm_id, host: named }) => {
    const vmId = vm_id === undefined ? undefined : parseVmId(vm_id);
    const host = named ?? (vmId === undefined ? undefined : owners.ownerOf(vmId)?.host);
    return { host, targetLabels: host === undefined ? undefined : active.get(host)?.target.labels };
  };
}
