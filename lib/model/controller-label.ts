import type { VmDisk } from './readings/disk.ts';

/** Value of the label `controller`: kind and number as Hyper-V Manager counts them, such as `scsi-0`; the id where there is no number. */
export function toControllerLabel({ controller, controllerNumber, controllerId }: VmDisk): string {
  return `${controller}-${controllerNumber ?? controllerId ?? 'unknown'}`;
}
