import type { VmId } from './vm-id.ts';

/** The account of a VM's worker process, as `parseVmSid` reads it: the GUID as four little-endian words (hyperv-facts.md 5.1). */
export function toVmSid(vmId: VmId): string {
  const hex = vmId.replaceAll('-', '');
  const word = (bytes: readonly number[]) => Number.parseInt(bytes.map((at) => hex.slice(at * 2, at * 2 + 2)).join(''), 16);
  return `S-1-5-83-1-${[word([0, 1, 2, 3]), word([6, 7, 4, 5]), word([11, 10, 9, 8]), word([15, 14, 13, 12])].join('-')}`;
}
