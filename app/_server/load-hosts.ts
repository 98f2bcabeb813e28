import { isBroken, worstLevel } from '#lib/derive/vital-sign.ts';
import type { ApiHost, ApiHosts } from '#lib/model/api/hosts.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { vmHostReading } from '#lib/model/readings/vm.ts';
import { readFleet } from './read-fleet.ts';
import { toApiHostClock } from './to-api-clock.ts';

const running = 2;

/** Hosts by name, with counts of the VMs that they own. Throws StoreError. */
export async function loadHosts(): Promise<ApiHosts> {
  const { revision, targets, vms, hostReading, hostFactsOf, hostFindingsOf } = await readFleet();
  const byHost = Map.groupBy(vms, (vm) => vm.host);
  const hosts = targets.map((target): ApiHost => {
    const { clock } = hostFactsOf(target.host).parts;
    const reading = vmHostReading.safeParse(hostReading(target.host));
    return {
      ...target,
      computerName: reading.success ? reading.data.computerName : null,
      clock: clock === undefined ? null : toApiHostClock(clock.reading),
      findings: [...hostFindingsOf(target.host)],
      vms: countVms(byHost.get(target.host) ?? []),
    };
  });
  return { revision, hosts };
}

function countVms(vms: readonly ApiVm[]): ApiHost['vms'] {
  return {
    total: vms.length,
    running: vms.filter((vm) => vm.state === running).length,
    broken: vms.filter((vm) => isBroken(vm.level)).length,
    worst: worstLevel(vms.map((vm) => vm.level)),
  };
}
