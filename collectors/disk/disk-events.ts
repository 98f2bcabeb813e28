import type { CollectorEvent } from '#collectors/collector.ts';
import type { FleetEventDetail } from '#lib/model/fleet-event.ts';
import type { VmDisk } from '#lib/model/readings/disk.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

/** What happened at a place of a VM. */
export type DiskChange =
  | { readonly kind: 'disk-attached' | 'disk-detached'; readonly disk: VmDisk }
  | { readonly kind: 'disk-resized'; readonly disk: VmDisk; readonly fromBytes: number; readonly toBytes: number }
  | { readonly kind: 'disk-replaced'; readonly disk: VmDisk; readonly fromPath: string; readonly fromBytes: number | undefined };

interface Place {
  readonly controller: string;
  readonly controllerId?: string | undefined;
  readonly controllerNumber?: number | undefined;
  readonly location: number;
}

/** The place of a disk as one text: by the controller's id, because numbers are an order only. */
export function toPlace({ controller, controllerId, controllerNumber, location }: Place): string {
  return `${controller} ${controllerId ?? controllerNumber ?? ''} ${location}`;
}

/** The event of a change. Its detail says where the disk hangs, its file, and what was before. */
export function toDiskEvent(vmId: VmId, change: DiskChange, at: number): CollectorEvent {
  const { kind, disk } = change;
  const detail = withoutUndefined({
    controller: disk.controller,
    controllerNumber: disk.controllerNumber,
    controllerId: disk.controllerId,
    location: disk.location,
    path: disk.path,
    fromPath: kind === 'disk-replaced' ? change.fromPath : undefined,
    fromBytes: kind === 'disk-resized' || kind === 'disk-replaced' ? change.fromBytes : undefined,
    toBytes: kind === 'disk-resized' ? change.toBytes : kind === 'disk-detached' ? undefined : disk.virtualBytes,
  });
  return {
    key: `${kind} ${vmId} ${toPlace(disk)} ${at}`,
    vmId,
    kind,
    severity: 'info',
    at,
    detail: detail as FleetEventDetail,
  };
}
