import { randomUUID } from 'node:crypto';
import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta, StoredReading, StoredScrape } from '#lib/store/store.ts';
import { okScrapes } from './ok-scrapes.ts';

/** A fleet that exists only as what a store would say of it. Its deltas are made at will, faster than time. */
export interface MadeUpFleet {
  /** The whole fleet, all VMs fine, at a moment. */
  whole(now: number): RevisionDelta;
  /** All hosts read once more, and the heartbeat of this share of the VMs turned over. */
  tick(now: number, share: number): RevisionDelta;
}

/** `hosts` × `vmsPerHost` VMs with a reading of `vm` and `heartbeat` each. */
export function madeUpFleet({ hosts, vmsPerHost }: { readonly hosts: number; readonly vmsPerHost: number }): MadeUpFleet {
  const names = Array.from({ length: hosts }, (_, index) => `hv${String(index + 1).padStart(3, '0')}`);
  const vms = names.flatMap((host) => Array.from({ length: vmsPerHost }, () => ({ host, vmId: newVmId(), lost: false })));
  let revision = 1;
  let turn = 0;
  const heartbeat = ({ host, vmId, lost }: (typeof vms)[number], now: number): StoredReading => {
    const reading: Json = { enabled: true, primary: lost ? 13 : 2, everInContact: true };
    return { host, vmId, collector: 'heartbeat', reading, changedAt: now, revision };
  };
  const delta = (now: number, readings: readonly StoredReading[]): RevisionDelta => ({
    revision,
    reset: false,
    readings,
    removed: [],
    scrapes: names.flatMap((host) => scrapesOf(host, now)),
    targets: [],
    removedTargets: [],
    findings: [],
    clearedFindings: [],
    hostFindings: [],
    clearedHostFindings: [],
    events: [],
  });
  return {
    whole(now) {
      const readings = vms.flatMap((vm, index) => {
        const reading: Json = { name: `web-${index + 1}`, kind: 'realized', state: 2, operationalStatus: [2] };
        return [{ host: vm.host, vmId: vm.vmId, collector: 'vm', reading, changedAt: now, revision }, heartbeat(vm, now)];
      });
      const targets = names.map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} }));
      return { ...delta(now, readings), reset: true, targets };
    },
    tick(now, share) {
      revision += 1;
      const turned = Array.from({ length: Math.round(vms.length * share) }, () => {
        turn = (turn + 7_919) % vms.length;
        return vms[turn];
      });
      return delta(
        now,
        turned.flatMap((vm) => {
          if (vm === undefined) return [];
          vm.lost = !vm.lost;
          return [heartbeat(vm, now)];
        }),
      );
    },
  };
}

function newVmId(): VmId {
  const vmId = parseVmId(randomUUID());
  if (vmId === undefined) throw new Error('A random UUID is no VM id.');
  return vmId;
}

function scrapesOf(host: string, now: number): readonly StoredScrape[] {
  return okScrapes(['vm', 'heartbeat'], now, 15).map((scrape) => ({ host, ...scrape }));
}
