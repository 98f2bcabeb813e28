import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { yieldsReading } from '#lib/model/outcome.ts';
import { isStale } from './freshness.ts';
import { running } from './power-sign.ts';
import { signNames } from './vital-sign.ts';

/** The numbers over the whole fleet that the overview leads with. */
export interface FleetNumbers {
  readonly hosts: number;
  readonly hostsReachable: number;
  /** Collectors over all hosts whose last scrape yielded no reading, where the host can do it at all. */
  readonly collectorsFailing: number;
  readonly vms: number;
  readonly running: number;
  /** VMs that do not run, by state code, most frequent first. */
  readonly otherStates: readonly { readonly state: number | null; readonly count: number }[];
  readonly critical: number;
  readonly warning: number;
  /** VMs with at least one sign whose reading is too old. */
  readonly stale: number;
}

/** Whether any sign of the VM rests on a reading that is too old. */
export function hasStaleSign(vm: ApiVm, now: number): boolean {
  return signNames.some((name) => isStale(vm.signs[name].freshness, now));
}

/** Counts the fleet. Each VM id counts once, on the host that owns it. Pure. */
export function fleetNumbers(targets: readonly ApiTarget[], vms: readonly ApiVm[], now: number): FleetNumbers {
  const states = new Map<number | null, number>();
  for (const { state } of vms) if (state !== running) states.set(state, (states.get(state) ?? 0) + 1);
  return {
    hosts: targets.length,
    hostsReachable: targets.filter((target) => target.reachable).length,
    collectorsFailing: targets
      .flatMap((target) => target.scrapes)
      .filter(({ outcome }) => !yieldsReading(outcome) && outcome !== 'unsupported').length,
    vms: vms.length,
    running: vms.filter((vm) => vm.state === running).length,
    otherStates: [...states].map(([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count),
    critical: vms.filter((vm) => vm.level === 'critical').length,
    warning: vms.filter((vm) => vm.level === 'warning').length,
    stale: vms.filter((vm) => hasStaleSign(vm, now)).length,
  };
}
