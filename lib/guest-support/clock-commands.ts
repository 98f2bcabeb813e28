import { commandsOf, type FixCommand } from './daemon-commands.ts';
import type { GuestFamily } from './guest-family.ts';

/** The line of Microsoft's page on time sync for Linux VMs in Azure (azure-compute-docs, linux/time-sync.md; hyperv-facts.md 8.1). */
const refclock = 'refclock PHC /dev/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2';

const withFile = (install: string, add: string, unit: string): string =>
  `${install} && echo '${refclock}' | ${add} && sudo systemctl enable ${unit} && sudo systemctl restart ${unit}`;

/**
 * Bringing a guest's clock under a daemon again, per family. Debian and Ubuntu read /etc/chrony/conf.d since chrony 4.0, SUSE
 * /etc/chrony.d, RHEL one file. FreeBSD has no PTP clock of Hyper-V: ntpd, which steps once at its start. Windows: W32Time.
 */
const repair: Readonly<Record<GuestFamily, string>> = {
  debian: withFile('sudo apt-get install chrony', 'sudo tee /etc/chrony/conf.d/hyperv.conf', 'chrony'),
  ubuntu: withFile('sudo apt-get install chrony', 'sudo tee /etc/chrony/conf.d/hyperv.conf', 'chrony'),
  rhel: withFile('sudo dnf install chrony', 'sudo tee -a /etc/chrony.conf', 'chronyd'),
  suse: withFile('sudo zypper install chrony', 'sudo tee /etc/chrony.d/hyperv.conf', 'chronyd'),
  freebsd: 'sysrc ntpd_enable=YES ntpd_sync_on_start=YES && service ntpd restart',
  windows: 'Set-Service w32time -StartupType Automatic; Restart-Service w32time; w32tm /resync /rediscover',
};

/** Commands that bring a guest's clock under a daemon again. */
export function clockRepairCommands(family: GuestFamily | undefined): readonly FixCommand[] {
  return commandsOf(repair, family);
}

/** One master more than a clock can have, and how to send it away in the guest. */
const conflicts = {
  // Whoever has chrony wants it: the others are what comes with the system.
  daemons: {
    debian:
      'systemctl list-units --type=service | grep -E "chrony|ntp|timesync" && sudo systemctl disable --now systemd-timesyncd',
    rhel: 'systemctl list-units --type=service | grep -E "chrony|ntp|timesync" && sudo systemctl disable --now ntpd',
    freebsd: 'service -e | grep -E "ntpd|chronyd|openntpd" && service ntpd onestop && sysrc ntpd_enable=NO',
    windows: 'Stop-Service w32time; Set-Service w32time -StartupType Disabled',
  },
  // Microsoft, "Windows Time service: tools and settings": Enabled of VMICTimeProvider.
  providers: {
    windows:
      'reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\TimeProviders\\VMICTimeProvider /v Enabled /t REG_DWORD /d 0 /f; Restart-Service w32time',
  },
  // The kernel of such a guest has no switch, so the way is on the host.
  every: {},
  // sys/dev/hyperv/utilities/vmbus_timesync.c: sample requests are ignored at 0.
  large: { freebsd: 'sysctl hw.hvtimesync.sample_thresh=0 && echo hw.hvtimesync.sample_thresh=0 >> /etc/sysctl.conf' },
} as const satisfies Record<string, Partial<Record<GuestFamily, string>>>;

/** Commands in the guest that leave its clock one master. */
export function conflictCommands(conflict: keyof typeof conflicts): readonly FixCommand[] {
  return commandsOf(conflicts[conflict], undefined);
}
