/** Systems for which the beacon page has commands of its own. */
export const beaconSystems = ['linux', 'freebsd', 'windows'] as const;
export type BeaconSystem = (typeof beaconSystems)[number];

const shellFile = 'hvitals-beacon.sh';
const powershellFile = 'hvitals-beacon.ps1';

/** Where a guest can download, and what it must get. */
export interface BeaconSource {
  /** Origin of this app, such as https://hvitals.example. */
  readonly origin: string;
  /** SHA-256 in hex of the script for the system. */
  readonly sha256: string;
}

/**
 * Downloads the script in a guest that reaches this app, and stops where its hash is another one. No two blanks in a row: whoever
 * copies from the page by hand would get one.
 */
export function downloadCommand(system: BeaconSystem, { origin, sha256 }: BeaconSource): string {
  const url = `${origin}/beacon/${system === 'windows' ? powershellFile : shellFile}`;
  switch (system) {
    case 'linux':
      return `curl -fsSLo ${shellFile} ${url} && echo '${sha256} *${shellFile}' | sha256sum -c`;
    case 'freebsd':
      return `fetch -o ${shellFile} ${url} && sha256 -c ${sha256} ${shellFile}`;
    case 'windows':
      return `Invoke-WebRequest -UseBasicParsing ${url} -OutFile ${powershellFile}; if ((Get-FileHash ${powershellFile}).Hash -ne '${sha256}') { throw 'another file' }`;
  }
}

/** From the host into a guest that has no network. Copy-VMFile needs the guest service interface and, on Linux, its daemon. */
export function copyCommand(system: Exclude<BeaconSystem, 'freebsd'>): string {
  return system === 'linux'
    ? `Copy-VMFile -Name 'VM' -SourcePath .\\${shellFile} -DestinationPath /tmp/ -FileSource Host`
    : `Copy-VMFile -Name 'VM' -SourcePath .\\${powershellFile} -DestinationPath C:\\Windows\\Temp\\ -FileSource Host`;
}

/** In a guest to which a CD image with the script is attached. */
export function discCommand(system: BeaconSystem): string {
  switch (system) {
    case 'linux':
      return `sudo mount -o ro /dev/sr0 /mnt && cp /mnt/${shellFile} . ; sudo umount /mnt`;
    case 'freebsd':
      return `mount_cd9660 /dev/cd0 /mnt && cp /mnt/${shellFile} . ; umount /mnt`;
    case 'windows':
      return `Copy-Item D:\\${powershellFile} .`;
  }
}

/** Shows what would be written. */
export function printCommand(system: BeaconSystem): string {
  return system === 'windows' ? `powershell -ExecutionPolicy Bypass -File ${powershellFile} -Print` : `sh ${shellFile} --print`;
}

export function installCommand(system: BeaconSystem): string {
  return as(system, 'install', '-Install');
}

export function uninstallCommand(system: BeaconSystem): string {
  return as(system, 'uninstall', '-Uninstall');
}

/** FreeBSD has no sudo in its base: its commands are for root's own shell. */
function as(system: BeaconSystem, shellWord: string, powershellWord: string): string {
  switch (system) {
    case 'linux':
      return `sudo sh ${shellFile} ${shellWord}`;
    case 'freebsd':
      return `sh ${shellFile} ${shellWord}`;
    case 'windows':
      return `powershell -ExecutionPolicy Bypass -File ${powershellFile} ${powershellWord}`;
  }
}
