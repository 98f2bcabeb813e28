import type { IntegrationService } from '#lib/model/integration-service.ts';
import type { SimulatedVm } from './scenario.ts';
import type { SimulatedBeacon } from './simulated-beacon.ts';

/**
 * Something wrong with a VM, or unusual: turns the VM as it would be without it into the VM with it. `since` is when it began, true UTC
 * milliseconds. Pure.
 */
export type Trouble = (vm: SimulatedVm, since: number) => SimulatedVm;

/** The KVP daemon of the guest died: no contact, and the host drops what it had sent (hyperv-facts.md 1.1, 1.7). */
export const kvpDaemonDead: Trouble = (vm) => withoutGuestItems(withStatus(vm, 'kvp', [12]));

/** The guest hangs: its heartbeat is lost, everything else stays as it last was. */
export const heartbeatLost: Trouble = (vm) => (vm.state === 2 ? withStatus(vm, 'heartbeat', [13]) : vm);

/** A guest that never had integration components: no service has ever been in contact. */
export const withoutComponents: Trouble = (vm) => {
  const silent = (['heartbeat', 'kvp', 'shutdown', 'time-synchronization', 'vss', 'guest-service-interface'] as const).reduce(
    (changed, service) => withStatus(changed, service, vm.state === 9 && service === 'heartbeat' ? [15] : [12]),
    vm,
  );
  return { ...withoutGuestItems(silent), guestOperatingSystem: undefined };
};

/** A Linux guest without hv_vss_daemon, as many distributions install it. */
export const vssDaemonMissing: Trouble = (vm) => withDaemons(withStatus(vm, 'vss', [12]), { vss: false });

/** The shutdown service is switched off on the host; its component goes on saying ok (hyperv-facts.md 2.1). */
export const shutdownDisabled: Trouble = (vm) => withEnabled(vm, 'shutdown', false);

/** Someone switched the guest service interface on. */
export const guestServicesEnabled: Trouble = (vm) =>
  withDaemons(withEnabled(vm, 'guest-service-interface', true), { fcopy: true });

/** Someone switched the guest service interface on, and the guest has no daemon for it: no file can be copied. */
export const fcopyDaemonMissing: Trouble = (vm) =>
  withDaemons(withStatus(withEnabled(vm, 'guest-service-interface', true), 'guest-service-interface', [12]), { fcopy: false });

/** The beacon's timer stopped: its last items stay, and their sequence stands still. */
export const beaconSilent: Trouble = (vm, since) => withBeacon(vm, (beacon) => ({ ...beacon, silentSince: since }));

/** Nobody keeps the guest's clock any more, and its crystal is a bad one: it runs off by 1.8 seconds an hour. */
export const clockRunsOff: Trouble = (vm, since) =>
  withBeacon(vm, (beacon) => ({ ...beacon, clock: { ...beacon.clock, frequencyPpm: 500, freeSince: since } }));

/** An application in the guest reports itself critical; Windows guests only. */
export const applicationCritical: Trouble = (vm) => (vm.state === 2 ? withStatus(vm, 'heartbeat', [2, 32782]) : vm);

/** The guest got another address. */
export function addressChanged(ipv4: string): Trouble {
  const keys = new Set(['NetworkAddressIPv4', 'RDPAddressIPv4']);
  return (vm) => ({
    ...vm,
    kvp: { ...vm.kvp, intrinsic: vm.kvp.intrinsic.map(([key, value]) => (keys.has(key) ? [key, ipv4] : [key, value])) },
  });
}

function withStatus(vm: SimulatedVm, service: IntegrationService, status: readonly number[]): SimulatedVm {
  return { ...vm, services: { ...vm.services, [service]: { ...vm.services[service], status } } };
}

function withEnabled(vm: SimulatedVm, service: IntegrationService, enabled: boolean): SimulatedVm {
  return { ...vm, services: { ...vm.services, [service]: { ...vm.services[service], enabled } } };
}

function withBeacon(vm: SimulatedVm, change: (beacon: SimulatedBeacon) => SimulatedBeacon): SimulatedVm {
  return vm.beacon === undefined ? vm : { ...vm, beacon: change(vm.beacon) };
}

/** Only what the guest can tell: a system without such a daemon stays without. */
function withDaemons(vm: SimulatedVm, runs: Partial<Record<'vss' | 'fcopy', boolean>>): SimulatedVm {
  return withBeacon(vm, (beacon) => ({
    ...beacon,
    daemons: {
      ...beacon.daemons,
      vss: beacon.daemons.vss === undefined ? undefined : (runs.vss ?? beacon.daemons.vss),
      fcopy: beacon.daemons.fcopy === undefined ? undefined : (runs.fcopy ?? beacon.daemons.fcopy),
    },
  }));
}

/** The host's own items stay: they live in the VM's settings. */
function withoutGuestItems(vm: SimulatedVm): SimulatedVm {
  return { ...vm, beacon: undefined, kvp: { ...vm.kvp, intrinsic: [], guest: [], rawGuestItems: [] } };
}
