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

/**
 * The backup daemon, per family: packages as for data exchange, units by the same rule. FreeBSD's base system has none. Windows:
 * vmicvss.
 */
const vssDaemon: Readonly<Partial<Record<GuestFamily, string>>> = {
  debian: 'sudo apt-get install hyperv-daemons && sudo systemctl enable --now hv-vss-daemon.service',
  ubuntu: 'sudo apt-get install linux-cloud-tools-$(uname -r) && sudo systemctl enable --now hv-vss-daemon.service',
  rhel: 'sudo dnf install hyperv-daemons && sudo systemctl enable --now hypervvssd.service',
  suse: 'sudo zypper install hyper-v && sudo systemctl enable --now hv_vss_daemon.service',
  windows: 'Set-Service vmicvss -StartupType Manual; Restart-Service vmicvss',
};

/** The daemon that takes files from the host, per family. FreeBSD's base system has none. Windows: vmicguestinterface. */
const fcopyDaemon: Readonly<Partial<Record<GuestFamily, string>>> = {
  debian: 'sudo apt-get install hyperv-daemons && sudo systemctl enable --now hv-fcopy-daemon.service',
  ubuntu: 'sudo apt-get install linux-cloud-tools-$(uname -r) && sudo systemctl enable --now hv-fcopy-daemon.service',
  rhel: 'sudo dnf install hyperv-daemons && sudo systemctl enable --now hypervfcopyd.service',
  suse: 'sudo zypper install hyper-v && sudo systemctl enable --now hv_fcopy_daemon.service',
  windows: 'Set-Service vmicguestinterface -StartupType Manual; Restart-Service vmicguestinterface',
};

const linuxBeacon = 'systemctl status hvitals-beacon.timer && journalctl -u hvitals-beacon.service -n 20';

/** Looking for the beacon, per family: its systemd timer, cron, or the scheduled task. */
const beacon: Readonly<Record<GuestFamily, string>> = {
  debian: linuxBeacon,
  ubuntu: linuxBeacon,
  rhel: linuxBeacon,
  suse: linuxBeacon,
  freebsd: 'cat /etc/cron.d/hvitals-beacon; grep hvitals-beacon /var/log/cron | tail -n 20',
  windows: "Get-ScheduledTask -TaskName 'hvitals-beacon' | Get-ScheduledTaskInfo",
};

/** All families, that of the guest first. What a guest says of itself may be wrong, so the others are never left out. */
export function commandsOf(
  table: Readonly<Partial<Record<GuestFamily, string>>>,
  family: GuestFamily | undefined,
): readonly FixCommand[] {
  const rows = guestFamilies.flatMap((one): readonly FixCommand[] => {
    const text = table[one];
    if (text === undefined) return [];
    return [one === family ? { where: 'guest', family: one, fits: true, text } : { where: 'guest', family: one, text }];
  });
  return [...rows.filter(({ fits }) => fits), ...rows.filter(({ fits }) => !fits)];
}

/** Commands that bring the data exchange daemon back. */
export function kvpDaemonCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(kvpDaemon, family);
}

/** Commands that load the heartbeat and shutdown drivers. */
export function utilityCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(utilities, family);
}

/** Commands that bring the backup daemon back. */
export function vssDaemonCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(vssDaemon, family);
}

/** Commands that bring the daemon back that takes files from the host. */
export function fcopyDaemonCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(fcopyDaemon, family);
}

/** Commands that show why the beacon no longer runs. */
export function beaconCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(beacon, family);
}
