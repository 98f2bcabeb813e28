import type { ApiVm } from '../model/api/vms.ts';
import { type AgelessVm, type PackedVms, unpackHost, unpackVm, type VmHost } from '../model/pack-vms.ts';
import { neverRead } from './freshness.ts';
import type { SignName } from './vital-sign.ts';
import { compareVms } from './vm-order.ts';

/** The list of all VMs as a page holds it. */
export interface VmList {
  readonly life: string;
  readonly revision: number;
  readonly hosts: ReadonlyMap<string, VmHost>;
  /** By id, as they were last sent. */
  readonly ageless: ReadonlyMap<string, AgelessVm>;
  /** Worst first. A VM of which nothing has changed, also no age, is the same object as before. */
  readonly vms: readonly ApiVm[];
}

/** VMs that are gone through in one step. */
const stepVms = 250;

/**
 * The list after an answer of `/api/v1/vm-list`: a whole one takes the place of what was there, a change is put into it. Undefined where
 * the change does not go on from there. In steps, because a fleet has thousands of VMs. `before` stays as it was.
 */
export function* applyPackedVms(before: VmList | undefined, packed: PackedVms): Generator<void, VmList | undefined> {
  const { life, revision, since, gone } = packed;
  if (since !== null && (before?.life !== life || before.revision !== since)) return undefined;
  const start = since === null ? undefined : before;
  const moved = new Map(packed.hosts.map(unpackHost));
  const hosts = new Map([...(start?.hosts ?? []), ...moved]);
  const ageless = new Map(start?.ageless);
  for (const vmId of gone) ageless.delete(vmId);
  const changed: ApiVm[] = [];
  const changedIds = new Set<string>(gone);
  for (const one of packed.vms) {
    const vm = unpackVm(one, packed);
    ageless.set(vm.vmId, vm);
    changedIds.add(vm.vmId);
    if (changed.push(withAges(vm, hosts)) % stepVms === 0) yield;
  }
  // A whole list has its order already.
  if (start === undefined) return { life, revision, hosts, ageless, vms: changed };
  changed.sort(compareVms);
  return { life, revision, hosts, ageless, vms: yield* merge(start.vms, changed, { changedIds, moved, hosts, ageless }) };
}

interface Moves extends Pick<VmList, 'hosts' | 'ageless'> {
  readonly changedIds: ReadonlySet<string>;
  /** Hosts with new ages. */
  readonly moved: ReadonlyMap<string, VmHost>;
}

/** Both lists are in order, and so is the result: ages do not count in it. */
function* merge(before: readonly ApiVm[], changed: readonly ApiVm[], { changedIds, moved, hosts, ageless }: Moves) {
  const vms: ApiVm[] = [];
  let next = 0;
  let seen = 0;
  for (const vm of before) {
    seen += 1;
    if (seen % stepVms === 0) yield;
    if (changedIds.has(vm.vmId)) continue;
    for (let one = changed[next]; one !== undefined && compareVms(one, vm) < 0; one = changed[next]) {
      vms.push(one);
      next += 1;
    }
    const same = moved.has(vm.host) ? ageless.get(vm.vmId) : undefined;
    vms.push(same === undefined ? vm : withAges(same, hosts));
  }
  return [...vms, ...changed.slice(next)];
}

function withAges({ changedAt, ...vm }: AgelessVm, hosts: VmList['hosts']): ApiVm {
  const host = hosts.get(vm.host);
  const timed = (name: SignName): ApiVm['signs'][SignName] => ({
    ...vm.signs[name],
    freshness: (changedAt[name] === null ? undefined : host?.freshness[name]) ?? neverRead,
  });
  return {
    ...vm,
    signs: { power: timed('power'), heartbeat: timed('heartbeat'), services: timed('services'), kvp: timed('kvp') },
  };
}
