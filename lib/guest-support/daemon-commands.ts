import { type GuestFamily, guestFamilies } from './guest-family.ts';

/** A command that a person may copy. It never holds a VM's name or any other text of a guest: a name can be a script. */
export interface FixCommand {
  readonly where: 'host' | 'guest';
  /** Which guests it is for; undefined on the host. */
  readonly family?: GuestFamily;
  readonly text: string;
}

/**
 * Installing and starting the data exchange daemon, per family. Debian: package hyperv-daemons 6.1 ships hv-kvp-daemon.service;
 * Ubuntu: linux-cloud-tools; RHEL and relatives: hyperv-daemons with hypervkvpd (hyperv-facts.md 1.5); SLES: hyper-v with
 * hv_kvp_daemon (unit name unverified); FreeBSD: rc.d/hv_kvpd in base, `onestart` because devd starts it and not rc.conf.
 */
const kvpDaemon: Readonly<Record<GuestFamily, string>> = {
  debian:
    'sudo apt-get install hyperv-daemons && sudo systemctl enable --now hv-kvp-daemon   # Ubuntu: linux-cloud-tools-virtual',
  rhel: 'sudo dnf install hyperv-daemons && sudo systemctl enable --now hypervkvpd',
  suse: 'sudo zypper install hyper-v && sudo systemctl enable --now hv_kvp_daemon',
  freebsd: 'service hv_kvpd onestart',
  windows: 'Set-Service vmickvpexchange -StartupType Manual; Restart-Service vmickvpexchange',
};

/** Loading the drivers that the heartbeat and shutdown services live in. They are in hv_utils on Linux and in the kernel on FreeBSD. */
const utilities: Readonly<Record<GuestFamily, string>> = {
  debian: 'sudo modprobe hv_utils && lsmod | grep ^hv_',
  rhel: 'sudo modprobe hv_utils && lsmod | grep ^hv_',
  suse: 'sudo modprobe hv_utils && lsmod | grep ^hv_',
  freebsd: 'sysctl dev.hvheartbeat dev.hvshutdown',
  windows: 'Get-Service vmicheartbeat, vmicshutdown | Start-Service',
};

function commandsOf(table: Readonly<Record<GuestFamily, string>>, family: GuestFamily | undefined): readonly FixCommand[] {
  const wanted = family === undefined ? guestFamilies : [family];
  return wanted.map((one) => ({ where: 'guest', family: one, text: table[one] }));
}

/** Commands that bring the data exchange daemon back: for this family, or for each where it is not known. */
export function kvpDaemonCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(kvpDaemon, family);
}

/** Commands that load the heartbeat and shutdown drivers. */
export function utilityCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(utilities, family);
}
