import type { Random } from './random.ts';

export type GuestFamily = 'linux' | 'freebsd' | 'windows';

/** A guest operating system of the simulated fleet, as it describes itself. */
export interface GuestSystem {
  readonly family: GuestFamily;
  /** Share of the fleet, in parts of the sum. */
  readonly weight: number;
  /** OSName: `NAME` of os-release on Linux, the product name on Windows. */
  readonly name: string;
  /** OSMajorVersion: `VERSION_ID` on Linux. */
  readonly majorVersion: string;
  /** Builds in use: `uname -r` on Linux and FreeBSD, the four-part version on Windows. */
  readonly builds: readonly [string, ...string[]];
  /** What the host's summary calls it. */
  readonly summary: string;
  /** Kernels older than the host's protocol: `degraded` where they say so in the status too (hyperv-facts.md 2.3). */
  readonly protocol: 'current' | 'mismatch' | 'degraded';
  readonly roles: readonly [string, ...string[]];
}

const linux = { family: 'linux', protocol: 'current' } as const;
const windows = { family: 'windows', majorVersion: '10', protocol: 'current' } as const;

/** The mix. Names and versions are those of the distributions' own os-release files and kernels. */
export const guestSystems: readonly [GuestSystem, ...GuestSystem[]] = [
  {
    ...linux,
    weight: 14,
    name: 'Ubuntu',
    majorVersion: '24.04',
    builds: ['6.8.0-48-generic', '6.8.0-51-generic'],
    summary: 'Ubuntu 24.04',
    roles: ['web', 'app', 'k8s', 'ci'],
  },
  {
    ...linux,
    weight: 8,
    name: 'Ubuntu',
    majorVersion: '22.04',
    builds: ['5.15.0-125-generic'],
    summary: 'Ubuntu 22.04',
    roles: ['web', 'app', 'cache'],
  },
  {
    ...linux,
    weight: 14,
    name: 'Debian GNU/Linux',
    majorVersion: '12',
    builds: ['6.1.0-27-amd64', '6.1.0-28-amd64'],
    summary: 'Debian GNU/Linux 12',
    roles: ['web', 'mail', 'proxy', 'git', 'mon'],
  },
  {
    ...linux,
    weight: 10,
    name: 'Red Hat Enterprise Linux',
    majorVersion: '9.4',
    builds: ['5.14.0-427.42.1.el9_4.x86_64'],
    summary: 'Red Hat Enterprise Linux 9.4',
    roles: ['db', 'erp', 'app'],
  },
  {
    ...linux,
    protocol: 'degraded',
    weight: 3,
    name: 'Red Hat Enterprise Linux Server',
    majorVersion: '7.9',
    builds: ['3.10.0-1160.119.1.el7.x86_64'],
    summary: 'Red Hat Enterprise Linux Server 7.9',
    roles: ['legacy'],
  },
  {
    ...linux,
    weight: 8,
    name: 'Rocky Linux',
    majorVersion: '9.5',
    builds: ['5.14.0-503.15.1.el9_5.x86_64'],
    summary: 'Rocky Linux 9.5',
    roles: ['build', 'log', 'queue'],
  },
  {
    ...linux,
    protocol: 'mismatch',
    weight: 5,
    name: 'SLES',
    majorVersion: '15.6',
    builds: ['6.4.0-150600.23.25-default'],
    summary: 'SUSE Linux Enterprise Server 15 SP6',
    roles: ['sap', 'hana'],
  },
  {
    family: 'freebsd',
    protocol: 'current',
    weight: 5,
    name: 'FreeBSD',
    majorVersion: '',
    builds: ['14.1-RELEASE-p6', '13.4-RELEASE-p2'],
    summary: 'FreeBSD',
    roles: ['fw', 'nas', 'dns'],
  },
  {
    ...windows,
    weight: 20,
    name: 'Windows Server 2022 Datacenter',
    builds: ['10.0.20348.2849'],
    summary: 'Windows Server 2022 Datacenter',
    roles: ['sql', 'file', 'rds', 'wsus'],
  },
  {
    ...windows,
    weight: 10,
    name: 'Windows Server 2019 Standard',
    builds: ['10.0.17763.6532'],
    summary: 'Windows Server 2019 Standard',
    roles: ['dc', 'print', 'ca'],
  },
  {
    ...windows,
    weight: 3,
    name: 'Windows Server 2025 Datacenter',
    builds: ['10.0.26100.2314'],
    summary: 'Windows Server 2025 Datacenter',
    roles: ['dc', 'sql'],
  },
];

const totalWeight = guestSystems.reduce((sum, { weight }) => sum + weight, 0);

/** One system by its share. */
export function pickGuestSystem(random: Random): GuestSystem {
  let left = random.next() * totalWeight;
  for (const system of guestSystems) {
    left -= system.weight;
    if (left < 0) return system;
  }
  return guestSystems[0];
}
