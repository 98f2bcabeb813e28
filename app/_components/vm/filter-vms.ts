import { isBroken } from '#lib/derive/vital-sign.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';

export interface VmFilter {
  /** Part of the name, the host, an address or the id, in any letter case. */
  readonly text: string;
  readonly show: 'all' | 'broken';
}

/** The VMs that fit, in the order given. Every word of the text must occur somewhere. */
export function filterVms(vms: readonly ApiVm[], { text, show }: VmFilter): readonly ApiVm[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return vms.filter((vm) => {
    if (show === 'broken' && !isBroken(vm.level)) return false;
    const haystack = [vm.name, vm.host, vm.vmId, ...vm.addresses].join('\n').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
