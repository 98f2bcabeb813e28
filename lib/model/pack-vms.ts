import type { ApiVm, ApiVms } from './api/vms.ts';

type Sign = ApiVm['signs']['power'];
type SignKind = Pick<Sign, 'level' | 'word' | 'detail'>;
/** Number of the kind of sign, number of the freshness, and the guest's text where there is one. */
type PackedSign = readonly [kind: number, freshness: number, guestText?: string];

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

/** The list of VMs with everything said once that many VMs have in common: about a tenth of the plain list. */
export interface PackedVms {
  readonly revision: number;
  readonly hosts: readonly string[];
  readonly signs: readonly SignKind[];
  readonly freshness: readonly (readonly [readAt: number | null, intervalSeconds: number | null, failures: number])[];
  readonly vms: readonly PackedVm[];
}

/** Gives each distinct value a number. */
class Numbered<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, value: () => Value): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    return this.values.push(value()) - 1;
  }
}

// Signs stay the same objects as long as nothing about them changes, and writing them out is what packing costs.
const keys = new WeakMap<Sign, string>();

function keyOf(sign: Sign): string {
  const known = keys.get(sign) ?? JSON.stringify([sign.level, sign.word, sign.detail]);
  keys.set(sign, known);
  return known;
}

/** Packs the list for a browser; `unpackVms` gives it back. Pure. */
export function packVms({ revision, vms }: ApiVms): PackedVms {
  const hosts = new Numbered<string>();
  const signs = new Numbered<SignKind>();
  const freshness = new Numbered<PackedVms['freshness'][number]>();
  const pack = (sign: Sign): PackedSign => {
    const { level, word, detail, guestText } = sign;
    const { readAt, intervalSeconds, failures } = sign.freshness;
    const kind = signs.of(keyOf(sign), () => ({ level, word, detail }));
    const age = freshness.of(`${readAt} ${intervalSeconds} ${failures}`, () => [readAt, intervalSeconds, failures]);
    return guestText === undefined ? [kind, age] : [kind, age, guestText];
  };
  const packed = vms.map((vm): PackedVm => {
    const { power, heartbeat, services, kvp } = vm.signs;
    const host = hosts.of(vm.host, () => vm.host);
    const head = [vm.vmId, vm.name, host, vm.kind, vm.state, vm.level, vm.findings, vm.addresses, vm.copies] as const;
    return [...head, pack(power), pack(heartbeat), pack(services), pack(kvp)];
  });
  return { revision, hosts: hosts.values, signs: signs.values, freshness: freshness.values, vms: packed };
}

/** The list as `/api/v1/vms` gives it. VMs share what they have in common, so nothing in it may be changed. Pure. */
export function unpackVms(packed: PackedVms): ApiVms {
  const freshness = packed.freshness.map(([readAt, intervalSeconds, failures]) => ({ readAt, intervalSeconds, failures }));
  const shared = new Map<string, Sign>();
  const unpack = ([kind, age, guestText]: PackedSign): Sign => {
    const key = `${kind} ${age}`;
    const known = guestText === undefined ? shared.get(key) : undefined;
    if (known !== undefined) return known;
    const [sign, read] = [packed.signs[kind], freshness[age]];
    if (sign === undefined || read === undefined)
      throw new RangeError('A packed list of VMs names a sign that it does not hold.');
    if (guestText !== undefined) return { ...sign, guestText, freshness: read };
    const made: Sign = { ...sign, freshness: read };
    shared.set(key, made);
    return made;
  };
  const vms = packed.vms.map((one): ApiVm => {
    const [vmId, name, host, kind, state, level, findings, addresses, copies, power, heartbeat, services, kvp] = one;
    const signs = { power: unpack(power), heartbeat: unpack(heartbeat), services: unpack(services), kvp: unpack(kvp) };
    const hostName = packed.hosts[host] ?? '';
    return { vmId, name, host: hostName, kind, state, level, findings, addresses: [...addresses], copies, signs };
  });
  return { revision: packed.revision, vms };
}
