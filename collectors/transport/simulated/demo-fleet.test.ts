import { describe, expect, it } from 'vitest';
import { demoFleet } from './demo-fleet.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const minute = 60_000;
const fleet = demoFleet({ hosts: 6, vmsPerHost: 20, seed: 1 });
const hour = Array.from({ length: 121 }, (_, half) => noon + half * 30_000);

function hostAt(name: string, now: number): SimulatedHost {
  const host = fleet.hostAt(name, now);
  if (host === undefined) throw new Error(`${name} is out of reach`);
  return host;
}

function vmAt(slot: number, now: number): SimulatedVm {
  const vm = hostAt('hv01', now).vms[slot];
  if (vm === undefined) throw new Error(`hv01 has no VM ${slot}`);
  return vm;
}

/** Moments at which the answer differs from the one before. */
function turns<Answer>(ask: (now: number) => Answer): readonly Answer[] {
  return hour.map(ask).filter((answer, index, all) => index === 0 || answer !== all[index - 1]);
}

describe('faults come and go', () => {
  it('a KVP daemon dies and comes back: status 12 and no items, then as before', () => {
    const statuses = turns((now) => vmAt(1, now).services.kvp.status[0]);
    expect(statuses.length).toBeGreaterThanOrEqual(5);
    for (const now of hour) {
      const vm = vmAt(1, now);
      expect(vm.kvp.intrinsic).toHaveLength(vm.services.kvp.status[0] === 12 ? 0 : 10);
      expect(vm.services.heartbeat.status[0]).toBe(2);
    }
  });

  it('a heartbeat is lost and returns', () => {
    expect(
      turns((now) => vmAt(2, now).services.heartbeat.status[0])
        .slice(0, 3)
        .sort(),
    ).toEqual(expect.arrayContaining([2, 13]));
  });

  it('a VM is switched off and on, and its uptime begins anew', () => {
    expect(turns((now) => vmAt(6, now).state)).toEqual(expect.arrayContaining([2, 3]));
    for (const now of hour) {
      const vm = vmAt(6, now);
      if (vm.state === 2) expect(now - (vm.startedAt ?? 0)).toBeLessThan(25 * minute);
    }
  });

  it('the last host is out of reach for three minutes of every thirty', () => {
    const reachable = hour.slice(0, 60).map((now) => fleet.hostAt('hv06', now) !== undefined);
    expect(reachable.filter((is) => !is)).toHaveLength(6);
    expect(fleet.hostNames).toContain('hv06');
  });
});

describe('beacons of the demo fleet', () => {
  const vms = demoFleet({ hosts: 40, vmsPerHost: 25, seed: 1 })
    .at(noon)
    .flatMap((host) => host.vms)
    .filter(({ services, state }) => state === 2 && services.kvp.status[0] !== 12);
  const beacons = vms.flatMap(({ beacon }) => beacon ?? []);

  it('run in about 60 % of the guests, of every family and with various daemons', () => {
    expect(beacons.length / vms.length).toBeGreaterThan(0.52);
    expect(beacons.length / vms.length).toBeLessThan(0.68);
    expect(new Set(beacons.map(({ system }) => system))).toEqual(new Set(['linux', 'freebsd', 'windows']));
    const daemons = new Set(beacons.map(({ clock }) => clock.daemon));
    expect(daemons).toEqual(new Set(['chrony', 'ntpd', 'ntpsec', 'systemd-timesyncd', 'openntpd', 'w32time']));
    expect(new Set(beacons.map(({ clock }) => clock.source))).toEqual(new Set(['host-ptp', 'host-service', 'ntp']));
  });

  it('say which daemons are missing, as the services of the VM do', () => {
    const daemons = (which: 'vss' | 'fcopy') =>
      vms.filter(({ beacon, services }) => {
        const service = services[which === 'vss' ? 'vss' : 'guest-service-interface'];
        return beacon?.daemons[which] === false && service.enabled && service.status[0] === 12;
      });
    expect(daemons('vss').length).toBeGreaterThan(20);
    expect(daemons('fcopy').length).toBeGreaterThan(3);
    const contradicting = vms.filter(({ beacon, services }) => beacon?.daemons.vss === true && services.vss.status[0] === 12);
    expect(contradicting).toEqual([]);
  });

  it('fall silent and come back', () => {
    const silent = turns((now) => vmAt(2, now).beacon?.silentSince !== undefined);
    expect(silent.length).toBeGreaterThanOrEqual(5);
    for (const now of hour) expect(vmAt(2, now).beacon?.silentSince ?? 0).toBeLessThanOrEqual(now);
  });

  it('show a clock that runs off once nobody keeps it, and is right again after that', () => {
    const free = hour.map((now) => vmAt(4, now).beacon?.clock.freeSince);
    expect(new Set(free.map((since) => since === undefined))).toEqual(new Set([true, false]));
  });

  it('come with one guest that forges them', () => {
    expect(vmAt(5, noon).beacon?.forged?.length).toBeGreaterThan(3);
  });

  it('leave a VM the same object from write to write', () => {
    const quiet = hostAt('hv01', noon).vms[0];
    expect(quiet?.beacon).toBeDefined();
    expect(hostAt('hv01', noon + 30 * minute).vms[0]).toBe(quiet);
  });

  it('go along with the one host whose clock is wrong for a while', () => {
    const offsets = turns((now) => hostAt('hv04', now).clockOffsetMs);
    expect(new Set(offsets).size).toBe(2);
    expect(offsets).toContain(40_000);
    for (const now of hour) expect(Math.abs(hostAt('hv01', now).clockOffsetMs)).toBeLessThan(10);
  });
});

describe('what the fleet always shows', () => {
  const [first, second] = [hostAt('hv01', noon), hostAt('hv02', noon)];

  it('a replica pair, an incoming VM and two VMs of one name', () => {
    const primary = first.vms.find(({ replicationMode }) => replicationMode === 1);
    expect(second.vms.find(({ replicationMode }) => replicationMode === 2)).toMatchObject({ id: primary?.id, state: 3 });
    const planned = second.vms.find(({ kind }) => kind === 'planned');
    expect(first.vms.map(({ id }) => id)).toContain(planned?.id);
    const names = first.vms.map(({ name }) => name);
    expect(names.length - new Set(names).size).toBe(1);
  });

  it('a guest without integration components and a shutdown service switched off on the host', () => {
    expect(Object.values(vmAt(3, noon).services).map(({ status }) => status)).toEqual(Array(6).fill([12]));
    expect(vmAt(4, noon).services.shutdown).toEqual({ enabled: false, status: [2] });
  });

  it('the guest service interface off by default', () => {
    const enabled = fleet
      .at(noon)
      .flatMap(({ vms }) => vms.filter(({ services }) => services['guest-service-interface'].enabled));
    expect(enabled.length).toBeLessThan(15);
    expect(vmAt(0, noon).services['guest-service-interface']).toEqual({ enabled: false, status: [2] });
  });

  it('one host without rights', () => {
    expect(fleet.at(noon).filter(({ rights }) => rights === 'none')).toHaveLength(1);
  });

  it('in a larger fleet every guest system, state and checkpoint type, and protocol mismatches on Linux', () => {
    const vms = demoFleet({ hosts: 40, vmsPerHost: 25, seed: 1 })
      .at(noon)
      .flatMap((host) => host.vms);
    const systems = new Set(vms.map(({ guestOperatingSystem }) => guestOperatingSystem?.split(/[ /]/)[0]));
    expect([...systems]).toEqual(expect.arrayContaining(['Debian', 'Ubuntu', 'Red', 'Rocky', 'SUSE', 'FreeBSD', 'Windows']));
    expect(new Set(vms.map(({ state }) => state))).toEqual(new Set([2, 3, 6, 9]));
    expect(new Set(vms.flatMap(({ checkpoints }) => checkpoints.map(({ type }) => type)))).toEqual(
      new Set(['standard', 'recovery']),
    );
    const mismatched = vms.filter(({ services }) => services.kvp.status[1] === 32775);
    expect(mismatched.length).toBeGreaterThan(10);
    expect(mismatched.filter(({ guestOperatingSystem }) => guestOperatingSystem?.startsWith('Windows'))).toEqual([]);
    expect(new Set(vms.filter(({ state }) => state === 9).map(({ services }) => services.heartbeat.status[0]))).toEqual(
      new Set([15]),
    );
  });
});

describe('KVP keys by guest system', () => {
  const vms = demoFleet({ hosts: 40, vmsPerHost: 25, seed: 1 })
    .at(noon)
    .flatMap((host) => host.vms);
  const itemsOf = (system: string) => {
    const found = vms.find((vm) => vm.guestOperatingSystem?.startsWith(system) && vm.kvp.intrinsic.length > 0);
    return new Map(found?.kvp.intrinsic ?? []);
  };

  it('Linux sends ten keys, its whole kernel release and its processor as text', () => {
    const items = itemsOf('Debian');
    expect([...items.keys()]).toEqual([
      'FullyQualifiedDomainName',
      'IntegrationServicesVersion',
      'NetworkAddressIPv4',
      'NetworkAddressIPv6',
      'OSBuildNumber',
      'OSName',
      'OSMajorVersion',
      'OSMinorVersion',
      'OSVersion',
      'ProcessorArchitecture',
    ]);
    expect(items.get('OSBuildNumber')).toMatch(/^6\.1\.0-\d+-amd64$/);
    expect(items.get('OSVersion')).toBe('6.1.0');
    expect(items.get('ProcessorArchitecture')).toBe('x86_64');
  });

  it('FreeBSD sends the same keys with its build cut at the dash', () => {
    const items = itemsOf('FreeBSD');
    expect([...items.keys()]).toEqual([...itemsOf('Debian').keys()]);
    expect(items.get('OSBuildNumber')).toMatch(/^1[34]\.\d$/);
    expect(items.get('IntegrationServicesVersion')).toBe('BSD Pre-Release version');
  });

  it('Windows sends nineteen keys and its processor as a number', () => {
    const items = itemsOf('Windows');
    expect(items.size).toBe(19);
    expect(items.get('ProcessorArchitecture')).toBe('9');
  });
});

describe('a large fleet', () => {
  it('gives unchanged hosts and VMs back as the same objects', () => {
    const large = demoFleet({ hosts: 100, vmsPerHost: 25, seed: 2 });
    const before = new Map(large.at(noon).map((host) => [host.name, host]));
    const after = large.at(noon + 15_000);
    const vms = after.flatMap((host) => host.vms.map((vm, slot) => vm === before.get(host.name)?.vms[slot]));
    expect(vms.filter((same) => same).length).toBeGreaterThan(vms.length * 0.99);
    expect(after.filter((host) => host === before.get(host.name)).length).toBeGreaterThan(80);
  });
});
