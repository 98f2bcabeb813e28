/** What has changed, by the revision at which it last did. */
interface Changed<VmId> {
  readonly vms: Iterable<VmId>;
  readonly hosts: Iterable<string>;
}

/** Knows of each VM and host when it last changed, so that any reader can be told what it has missed. VMs and hosts that are gone count. */
export class RecentChanges<VmId extends string> {
  /** Both in the order of their last change, the oldest first. */
  readonly #vms = new Map<VmId, number>();
  readonly #hosts = new Map<string, number>();
  readonly #most: number;
  /** Whoever knows this revision, or a later one, can be told the rest. */
  #floor = 0;
  #newest = 0;

  /** Remembers that many VMs and hosts: ids that come and go must not fill memory. */
  constructor(most = 200_000) {
    this.#most = most;
  }

  /** From now on only what follows this revision is known. */
  reset(revision: number): void {
    this.#vms.clear();
    this.#hosts.clear();
    this.#floor = revision;
    this.#newest = revision;
  }

  add(revision: number, { vms, hosts }: Changed<VmId>): void {
    this.#newest = revision;
    for (const vmId of vms) this.#note(this.#vms, vmId, revision);
    for (const host of hosts) this.#note(this.#hosts, host, revision);
  }

  /** What has changed after `revision`; undefined where that is not known any more, or not yet. */
  since(revision: number): { readonly vms: readonly VmId[]; readonly hosts: readonly string[] } | undefined {
    if (!(revision >= this.#floor && revision <= this.#newest)) return undefined;
    return { vms: after(this.#vms, revision), hosts: after(this.#hosts, revision) };
  }

  #note<Key>(map: Map<Key, number>, key: Key, revision: number): void {
    map.delete(key);
    map.set(key, revision);
    if (map.size <= this.#most) return;
    for (const [oldest, at] of map) {
      map.delete(oldest);
      this.#floor = Math.max(this.#floor, at);
      return;
    }
  }
}

function after<Key>(map: ReadonlyMap<Key, number>, revision: number): readonly Key[] {
  return [...map].flatMap(([key, at]) => (at > revision ? [key] : []));
}
