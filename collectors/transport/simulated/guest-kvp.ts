import type { GuestSystem } from './guest-systems.ts';

/** What a guest knows of itself beside its operating system. Addresses are single; a guest joins several by `;`. */
export interface GuestIdentity {
  readonly fullName: string;
  readonly build: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

type Items = readonly (readonly [string, string])[];

/**
 * The intrinsic items of a guest in the order in which its daemon sends them: ten keys from Linux and FreeBSD, the documented
 * nineteen from Windows (hyperv-facts.md 1.3).
 */
export function toIntrinsicItems(system: GuestSystem, guest: GuestIdentity): Items {
  switch (system.family) {
    case 'linux':
      return [
        ['FullyQualifiedDomainName', guest.fullName],
        ['IntegrationServicesVersion', '3.1'],
        ['NetworkAddressIPv4', guest.ipv4],
        ['NetworkAddressIPv6', guest.ipv6],
        ['OSBuildNumber', guest.build],
        ['OSName', system.name],
        ['OSMajorVersion', system.majorVersion],
        ['OSMinorVersion', ''],
        ['OSVersion', beforeDash(guest.build)],
        ['ProcessorArchitecture', 'x86_64'],
      ];
    case 'freebsd':
      return [
        ['FullyQualifiedDomainName', guest.fullName],
        ['IntegrationServicesVersion', 'BSD Pre-Release version'],
        ['NetworkAddressIPv4', guest.ipv4],
        ['NetworkAddressIPv6', guest.ipv6],
        ['OSBuildNumber', beforeDash(guest.build)],
        ['OSName', system.name],
        ['OSMajorVersion', ''],
        ['OSMinorVersion', ''],
        ['OSVersion', beforeDash(guest.build)],
        ['ProcessorArchitecture', 'amd64'],
      ];
    case 'windows':
      return toWindowsItems(system, guest);
  }
}

/** Windows names the processor by number: 9 is x64. Edition 8 is Datacenter, 7 Standard (GetProductInfo). */
function toWindowsItems(system: GuestSystem, guest: GuestIdentity): Items {
  const [major = '10', minor = '0', build = ''] = guest.build.split('.');
  return [
    ['CSDVersion', ''],
    ['FullyQualifiedDomainName', guest.fullName],
    ['IntegrationServicesVersion', guest.build],
    ['NetworkAddressIPv4', guest.ipv4],
    ['NetworkAddressIPv6', guest.ipv6],
    ['OSBuildNumber', build],
    ['OSEditionId', system.name.endsWith('Datacenter') ? '8' : '7'],
    ['OSMajorVersion', major],
    ['OSMinorVersion', minor],
    ['OSName', system.name],
    ['OSPlatformId', '2'],
    ['OSVersion', `${major}.${minor}.${build}`],
    ['ProcessorArchitecture', '9'],
    ['ProductType', '3'],
    ['RDPAddressIPv4', guest.ipv4],
    ['RDPAddressIPv6', guest.ipv6],
    ['ServicePackMajor', '0'],
    ['ServicePackMinor', '0'],
    ['SuiteMask', '272'],
  ];
}

function beforeDash(build: string): string {
  return build.split('-')[0] ?? build;
}
