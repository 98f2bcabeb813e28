import { type GuestFamily, guestFamilies } from './guest-family.ts';

/** A command that a person may copy. It never holds a VM's name or any other text of a guest: a name can be a script. */
export interface FixCommand {
  readonly where: 'host' | 'guest';
  /** Which guests it is for; undefined on the host. */
  readonly family?: GuestFamily;
  /** True where the guest at hand says that it is of this family. */
  readonly fits?: true;
  readonly text: string;
}

/**
 * Installing and starting the data exchange daemon, per family. Debian: package hyperv-daemons, unit hv-kvp-daemon.service (its 6.1
 * file list). Ubuntu: the cloud tools of the running kernel (Microsoft's page on Ubuntu guests), unit of the same name. RHEL and
 * relatives: hyperv-daemons with hypervkvpd.service (hyperv-facts.md 1.5). SUSE: hyper-v with hv_kvp_daemon.service (its spec file on
 * build.opensuse.org). FreeBSD: rc.d/hv_kvpd in base, `onestart` because devd starts it and not rc.conf. Windows: vmickvpexchange,
 * which the host triggers.
 */
const kvpDaemon: Readonly<Record<GuestFamily, string>> = {
  debian: 'sudo apt-get install hyperv-daemons && sudo systemctl enable --now hv-kvp-daemon.service',
  ubuntu: 'sudo apt-get install linux-cloud-tools-$(uname -r) && sudo systemctl enable --now hv-kvp-daemon.service',
  rhel: 'sudo dnf install hyperv-daemons && sudo systemctl enable --now hypervkvpd.service',
  suse: 'sudo zypper install hyper-v && sudo systemctl enable --now hv_kvp_daemon.service',
  freebsd: 'service hv_kvpd onestart',
  windows: 'Set-Service vmickvpexchange -StartupType Manual; Restart-Service vmickvpexchange',
};

const loadUtilities = 'sudo modprobe hv_utils && lsmod | grep ^hv_';

/** Loading the drivers that the heartbeat and shutdown services live in. They are in hv_utils on Linux and in the kernel on FreeBSD. */
const utilities: Readonly<Record<GuestFamily, string>> = {
  debian: loadUtilities,
  ubuntu: loadUtilities,
  rhel: loadUtilities,
  suse: loadUtilities,
  freebsd: 'sysctl dev.hvheartbeat dev.hvshutdown',
  windows: 'Get-Service vmicheartbeat, vmicshutdown | Start-Service',
};

/** All families, that of the guest first. What a guest says of itself may be wrong, so the others are never left out. */
function commandsOf(table: Readonly<Record<GuestFamily, string>>, family: GuestFamily | undefined): readonly FixCommand[] {
  const own = guestFamilies.filter((one) => one === family);
  const others = guestFamilies.filter((one) => one !== family);
  return [
    ...own.map((one): FixCommand => ({ where: 'guest', family: one, fits: true, text: table[one] })),
    ...others.map((one): FixCommand => ({ where: 'guest', family: one, text: table[one] })),
  ];
}

/** Commands that bring the data exchange daemon back. */
export function kvpDaemonCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(kvpDaemon, family);
}

/** Commands that load the heartbeat and shutdown drivers. */
export function utilityCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(utilities, family);
}
