import { eventChannels } from '#lib/model/host-event.ts';
import type { IntegrationService } from '#lib/model/integration-service.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import { plainSetup } from '../../collectors/transport/simulated/simulated-setup.ts';
import { oneDisk } from './make-storage.ts';

/** A VM id that tests can read: `host` and `number` stand in it. */
export function testVmId(host: number, number: number): VmId {
  const id = parseVmId(`7e57${String(host).padStart(4, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (id === undefined) throw new Error('A test VM id is no GUID.');
  return id;
}

/** A running Linux guest in good health; `over` replaces what a test wants different. */
export function linuxVm(id: VmId, name: string, now: number, over: Partial<SimulatedVm> = {}): SimulatedVm {
  const service = (which: IntegrationService) => ({ enabled: which !== 'guest-service-interface', status: [2] });
  return {
    id,
    name,
    kind: 'realized',
    state: 2,
    otherState: undefined,
    healthState: 5,
    operationalStatus: [2],
    startedAt: now - 7_200_000,
    stateChangedAt: now - 7_200_000,
    createdAt: Date.UTC(2026, 0, 5),
    generation: 2,
    version: '9.0',
    replicationMode: 0,
    processors: 2,
    guestOperatingSystem: 'Debian GNU/Linux',
    services: {
      heartbeat: service('heartbeat'),
      kvp: service('kvp'),
      shutdown: service('shutdown'),
      'time-synchronization': service('time-synchronization'),
      vss: service('vss'),
      'guest-service-interface': service('guest-service-interface'),
    },
    kvp: {
      intrinsic: [
        ['FullyQualifiedDomainName', `${name}.example.com`],
        ['IntegrationServicesVersion', '3.1'],
        ['NetworkAddressIPv4', `192.0.2.${(Number(id.slice(-3)) % 250) + 1}`],
        ['NetworkAddressIPv6', ''],
        ['OSBuildNumber', '6.1.0-28-amd64'],
        ['OSName', 'Debian GNU/Linux'],
        ['OSMajorVersion', '12'],
        ['OSMinorVersion', ''],
        ['OSVersion', '6.1.0'],
        ['ProcessorArchitecture', 'x86_64'],
      ],
      guest: [],
      host: [],
      rawGuestItems: [],
    },
    beacon: undefined,
    storage: oneDisk(name),
    checkpoints: [],
    ...over,
  };
}

/** The VM with its data exchange daemon dead: no contact, no items (hyperv-facts.md 1.7). */
export function withoutKvpDaemon(vm: SimulatedVm): SimulatedVm {
  return {
    ...vm,
    services: { ...vm.services, kvp: { ...vm.services.kvp, status: [12] } },
    kvp: { ...vm.kvp, intrinsic: [], guest: [], rawGuestItems: [] },
    beacon: undefined,
  };
}

/** A host in good health with these VMs. */
export function makeHost(name: string, vms: readonly SimulatedVm[], over: Partial<SimulatedHost> = {}): SimulatedHost {
  return {
    name,
    computerName: name.toUpperCase(),
    build: 'server2019',
    language: 'en',
    rights: 'full',
    clockOffsetMs: 0,
    clock: { hasCounters: true, syncType: 'NT5DS', ntpServer: undefined, resolutionMs: 0.5, servers: {} },
    logs: Object.fromEntries(eventChannels.map((channel) => [channel, []])),
    migrations: [],
    setup: plainSetup,
    faults: { hangingClasses: [], missingClasses: [], missingNamespaces: [], slowClassesMs: {}, failingClasses: {} },
    vms,
    ...over,
  };
}
