import type { Freshness } from '../derive/freshness.ts';
import type { SignName } from '../derive/vital-sign.ts';
import type { ApiVm } from './api/vms.ts';

type Sign = Omit<ApiVm['signs']['power'], 'freshness'>;
type SignKind = Pick<Sign, 'level' | 'word' | 'detail'>;
/** Number of the kind of sign alone, where its reading has the age of its host; else with the guest's text, and whether it was read. */
type PackedSign = number | readonly [kind: number, isRead: 0 | 1, guestText?: string];
type PackedFreshness = readonly [readAt: number | null, intervalSeconds: number | null, failures: number];

type PackedVm = readonly [
  vmId: string,
  name: string,
  host: number,
  kind: ApiVm['kind'],
  state: number | null,
  level: ApiVm['level'],
  findings: ApiVm['findings'],
  addresses: readonly string[],
  copies: number,
  power: PackedSign,
  heartbeat: PackedSign,
  services: PackedSign,
  kvp: PackedSign,
];

/** What VMs take from their host: the labels of its target, and the age of the readings behind each sign. */
export interface VmHost {
  readonly labels: Readonly<Record<string, string>>;
  readonly freshness: Readonly<Record<SignName, Freshness>>;
}

type PackedHost = readonly [
  name: string,
  labels: VmHost['labels'],
  power: PackedFreshness,
  heartbeat: PackedFreshness,
  services: PackedFreshness,
  kvp: PackedFreshness,
];

/**
 * Answer of `/api/v1/vm-list`: the list of VMs, or what has changed in it since a revision, with everything said once that many VMs have
 * in common. Ages move with every scrape, and stand with the hosts; a VM is in a change only where something else about it is new.
 */
export interface PackedVms {
  /** Revisions of another life say nothing. */
  readonly life: string;
  readonly revision: number;
  /** The revision from which this leads on; null for the whole list. */
  readonly since: number | null;
  readonly hosts: readonly PackedHost[];
  readonly signs: readonly SignKind[];
  /** Worst first in the whole list, in no order in a change. */
  readonly vms: readonly PackedVm[];
  readonly gone: readonly string[];
}

/** A VM without ages; `changedAt` is null for a sign that rests on no reading. */
export interface AgelessVm extends Omit<ApiVm, 'signs'> {
  readonly signs: Readonly<Record<SignName, Sign>>;
  readonly changedAt: Readonly<Record<SignName, number | null>>;
}

interface VmListPart extends Pick<PackedVms, 'life' | 'revision' | 'since' | 'gone'> {
  readonly hosts: ReadonlyMap<string, VmHost>;
  /** Each on one of the hosts. */
  readonly vms: readonly AgelessVm[];
}

// Signs stay the same objects as long as nothing about them changes, and writing them out is what packing costs.
const keys = new WeakMap<Sign, string>();

function keyOf(sign: Sign): string {
  const known = keys.get(sign) ?? JSON.stringify([sign.level, sign.word, sign.detail]);
  keys.set(sign, known);
  return known;
}

/** Packs a list for a browser; `unpackVm` gives each VM back. Pure. */
export function packVms({ hosts, vms, ...head }: VmListPart): PackedVms {
  const kinds = new Map<string, number>();
  const signs: SignKind[] = [];
  const kindOf = (sign: Sign): number => {
    const key = keyOf(sign);
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const { level, word, detail } = sign;
    kinds.set(key, signs.length);
    return signs.push({ level, word, detail }) - 1;
  };
  const packSign = (vm: AgelessVm, name: SignName): PackedSign => {
    const sign = vm.signs[name];
    const isRead = vm.changedAt[name] === null ? 0 : 1;
    if (sign.guestText !== undefined) return [kindOf(sign), isRead, sign.guestText];
    return isRead === 1 ? kindOf(sign) : [kindOf(sign), isRead];
  };
  const numbers = new Map([...hosts.keys()].map((name, index) => [name, index]));
  const packed = vms.map((vm): PackedVm => {
    const host = numbers.get(vm.host);
    if (host === undefined) throw new RangeError('A VM to be packed stands on a host that is not among the hosts.');
    const head = [vm.vmId, vm.name, host, vm.kind, vm.state, vm.level, vm.findings, vm.addresses, vm.copies] as const;
    const four = [packSign(vm, 'power'), packSign(vm, 'heartbeat'), packSign(vm, 'services'), packSign(vm, 'kvp')] as const;
    return [...head, ...four];
  });
  return { ...head, hosts: Array.from(hosts, packHost), signs, vms: packed };
}

function packHost([name, { labels, freshness }]: readonly [string, VmHost]): PackedHost {
  const pack = ({ readAt, intervalSeconds, failures }: Freshness): PackedFreshness => [readAt, intervalSeconds, failures];
  const { power, heartbeat, services, kvp } = freshness;
  return [name, labels, pack(power), pack(heartbeat), pack(services), pack(kvp)];
}

export function unpackHost([name, labels, ...ages]: PackedHost): readonly [name: string, host: VmHost] {
  const [power, heartbeat, services, kvp] = ages.map(([readAt, intervalSeconds, failures]) => ({
    readAt,
    intervalSeconds,
    failures,
  })) as [Freshness, Freshness, Freshness, Freshness];
  return [name, { labels, freshness: { power, heartbeat, services, kvp } }];
}

/** A VM without ages and the name of its host. `changedAt` says only whether a sign was read. VMs share what they have in common. Pure. */
export function unpackVm(one: PackedVm, { hosts, signs: kinds }: PackedVms): AgelessVm {
  const [vmId, name, hostNumber, kind, state, level, findings, addresses, copies, ...packed] = one;
  const host = hosts[hostNumber]?.[0];
  const [power, heartbeat, services, kvp] = packed.map((sign) => unpackSign(sign, kinds)) as [Sign, Sign, Sign, Sign];
  if (host === undefined) throw new RangeError('A packed list of VMs names a host that it does not hold.');
  const readAt = (index: number) => {
    const sign = packed[index];
    return typeof sign === 'number' || sign?.[1] === 1 ? 0 : null;
  };
  const changedAt = { power: readAt(0), heartbeat: readAt(1), services: readAt(2), kvp: readAt(3) };
  const signs = { power, heartbeat, services, kvp };
  return { vmId, name, host, kind, state, level, findings, addresses: [...addresses], copies, signs, changedAt };
}

function unpackSign(packed: PackedSign, kinds: readonly SignKind[]): Sign {
  const [number, , guestText] = typeof packed === 'number' ? ([packed, 1] as const) : packed;
  const kind = kinds[number];
  if (kind === undefined) throw new RangeError('A packed list of VMs names a sign that it does not hold.');
  return guestText === undefined ? kind : { ...kind, guestText };
}
