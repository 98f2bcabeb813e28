import type { AlertPlace } from '#lib/derive/alert-brief.ts';
import type { Alert } from '#lib/model/alert.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';

/** What tells where hosts and VMs are: the judged fleet, or what was made of it. */
export interface Places {
  hostOf(vmId: VmId): string | undefined;
  labelsOf(host: string): Readonly<Record<string, string>> | undefined;
}

/** Where the subject of an alert is now: a VM moves, and its alert was stored before. */
export function alertPlace({ labels, placed }: Pick<Alert, 'labels' | 'placed'>, places: Places): AlertPlace {
  const vmId = labels.vm_id === undefined ? undefined : parseVmId(labels.vm_id);
  const host = labels.host ?? (vmId === undefined ? undefined : places.hostOf(vmId)) ?? placed.host;
  return { host, site: host === undefined ? undefined : (places.labelsOf(host)?.site ?? placed.site) };
}
