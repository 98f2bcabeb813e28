/** Findings about clocks, about daemons of a guest, and about what a guest says: titles, evidence, causes, fixes. */
export const enClockFindings = {
  'clockOffset.ahead': '{seconds} s ahead',
  'clockOffset.behind': '{seconds} s behind',

  'clockSign.noBeacon': 'No beacon',
  'clockSign.noBeacon.detail': 'The guest has no beacon that tells its time.',
  'clockSign.stale': 'Beacon stands still',
  'clockSign.stale.detail': 'The beacon stands still, so nothing is known of the clock now.',
  'clockSign.unknown': 'Not known',
  'clockSign.coarse': 'No gross error',
  'clockSign.coarse.detail': 'Only the time that the beacon wrote is known: good for gross errors.',
  'clockSign.undisciplined': 'Kept by nothing',

  'finding.clock-offset-high.title': 'Clock is off',
  'finding.clock-offset-high.evidence.ntp': 'Against NTP time the guest’s clock is {amount}, give or take {bound} s.',
  'finding.clock-offset-high.evidence.host': 'Against its host’s clock it is {amount}, give or take {bound} s.',
  'finding.clock-offset-high.evidence.daemon': 'This rests on what the guest’s own time daemon says.',
  'finding.clock-offset-high.evidence.timestamp': 'This rests on the time that the beacon wrote, and when it was seen.',
  'finding.clock-offset-high.evidence.claim':
    'The guest’s daemon claims that it is {amount} of the host, give or take {bound} s. The time of the write disproves it.',
  'finding.clock-offset-high.cause.daemon':
    'A daemon in the guest knows that the clock is off and has not set it right: it slews slowly, or may not step so far.',
  'finding.clock-offset-high.cause.unfollowed':
    'Nothing sets the guest’s clock right: no daemon is synchronised, and the host’s samples do not reach it or are not taken.',
  'finding.clock-offset-high.cause.disproved':
    'The daemon says that all is well, and the time that the guest writes is off: the daemon is wrong, stands still, or watches another clock.',
  'finding.clock-offset-high.fix':
    'Let a daemon keep the clock, and let it step once. Databases and Kerberos may mind a step: look at what runs there first.',

  'finding.time-sync-conflict.title': 'Two masters of one clock',
  'finding.time-sync-conflict.evidence.daemons': 'These run at the same time: {daemons}.',
  'finding.time-sync-conflict.evidence.daemon': '{daemon} is synchronised, and not with the host.',
  'finding.time-sync-conflict.evidence.every': 'The guest also sets its clock by every sample of the host.',
  'finding.time-sync-conflict.evidence.large':
    'The guest’s kernel sets its clock where a sample of the host is more than 100 ms off.',
  'finding.time-sync-conflict.evidence.offered': 'The time synchronization service is on.',
  'finding.time-sync-conflict.evidence.apart': 'The two times are apart: {amount}, give or take {bound} s.',
  'finding.time-sync-conflict.cause.daemons':
    'Two time daemons run in the guest and correct the same clock, each by what the other has just changed.',
  'finding.time-sync-conflict.cause.providers':
    'W32Time follows a server on the network while its Hyper-V provider takes the host’s samples too; the clock is pulled to and fro.',
  'finding.time-sync-conflict.cause.every':
    'An old kernel steps the clock to the host’s time every few seconds, and a daemon takes it back to the time of its servers.',
  'finding.time-sync-conflict.cause.large':
    'Host and servers disagree by more than the kernel’s limit, so it steps to the host’s time, and ntpd takes it back.',
  'finding.time-sync-conflict.fix.daemons': 'Leave one daemon running and switch the other off.',
  'finding.time-sync-conflict.fix.providers': 'Switch the Hyper-V provider of W32Time off in the guest.',
  'finding.time-sync-conflict.fix.every':
    'Take a kernel that takes samples only after a pause, or let the host’s time be the only one.',
  'finding.time-sync-conflict.fix.large': 'Let the guest’s kernel ignore samples; set the host’s clock right in any case.',
  'finding.time-sync-conflict.fix.host':
    'Or switch time synchronization off for this VM on the host. It then starts, and comes back from a pause, with a clock of its own.',

  'finding.clock-undisciplined.title': 'Nothing keeps the clock',
  'finding.clock-undisciplined.evidence.none': 'No time daemon runs in the guest.',
  'finding.clock-undisciplined.evidence.unsynchronised': '{daemon} runs and is not synchronised.',
  'finding.clock-undisciplined.evidence.off': 'Time synchronization is switched off for this VM.',
  'finding.clock-undisciplined.evidence.rare': 'The guest’s kernel takes the host’s time only at its start and after a pause.',
  'finding.clock-undisciplined.cause.nothing':
    'No daemon keeps the guest’s clock and it takes no samples of the host, so it drifts.',
  'finding.clock-undisciplined.cause.unsynchronised':
    'The daemon reaches none of its servers, or trusts none: a firewall, a wrong name, or servers that disagree.',
  'finding.clock-undisciplined.fix':
    'Let a daemon keep the clock: where no server can be reached, by the PTP clock that Hyper-V shows Linux guests.',

  'finding.host-clock-bad.title': 'Host clock is off',
  'finding.host-clock-bad.evidence.ntp': 'Against {server} the host’s clock is {amount}, give or take {bound} s.',
  'finding.host-clock-bad.evidence.magnitude':
    'W32Time itself counts {seconds} s between the host’s clock and its source; no server answered hvitals.',
  'finding.host-clock-bad.evidence.syncType': 'W32Time is set to {type}.',
  'finding.host-clock-bad.evidence.followers': {
    one: '{count} VM on this host is known to follow its clock.',
    other: '{count} VMs on this host are known to follow its clock.',
  },
  'finding.host-clock-bad.cause':
    'The host’s own clock is wrong: W32Time has no source, a wrong one, or may not set so much. Every guest that takes its time from the host is off by as much.',
  'finding.host-clock-bad.fix.look': 'See what W32Time follows, and ask it for the time anew.',
  'finding.host-clock-bad.fix.peers': 'Outside a domain, give it servers. Names are examples.',

  'finding.beacon-stale.title': 'Beacon stands still',
  'finding.beacon-stale.evidence': 'The beacon stands at write {sequence}; it should write every {seconds} s.',
  'finding.beacon-stale.cause':
    'The beacon script in the guest no longer runs, or cannot write. What it said of clock, disks and daemons is old.',
  'finding.beacon-stale.fix': 'See why the script does not run. Where it was removed on purpose, remove its items too.',

  'finding.vss-daemon-missing.title': 'VSS daemon missing',
  'finding.vss-daemon-missing.evidence.status': 'The backup (VSS) component says: {status}, while the heartbeat answers.',
  'finding.vss-daemon-missing.evidence.beacon': 'The guest’s beacon says that no such daemon runs.',
  'finding.vss-daemon-missing.cause':
    'The host offers backup to the VM and no daemon in the guest answers, so filesystems are not frozen: backups are only as good as after a power cut.',
  'finding.vss-daemon-missing.fix': 'Install the daemon in the guest and start it, or switch the service off.',

  'finding.fcopy-daemon-missing.title': 'File copy daemon missing',
  'finding.fcopy-daemon-missing.evidence.status': 'The guest service interface says: {status}, while the heartbeat answers.',
  'finding.fcopy-daemon-missing.evidence.beacon': 'The guest’s beacon says that no such daemon runs.',
  'finding.fcopy-daemon-missing.cause':
    'The guest service interface was switched on for this VM, and no daemon in the guest takes files: Copy-VMFile fails.',
  'finding.fcopy-daemon-missing.fix': 'Install the daemon in the guest and start it, or switch the service off.',

  'finding.kvp-hostile.title': 'Suspicious data from the guest',
  'finding.kvp-hostile.evidence.items': 'Items of data exchange: {problem}.',
  'finding.kvp-hostile.evidence.beacon': 'Items of the beacon: {problem}.',
  'finding.kvp-hostile.cause':
    'Something in the guest writes data as no daemon and no beacon does: a broken program, or somebody who tries what hosts and tools make of it.',
  'finding.kvp-hostile.fix': 'Find out who in the guest writes it. hvitals shows nothing of it that it cannot show safely.',

  'beaconProblem.too-many-items': 'too many items',
  'beaconProblem.unknown-key': 'unknown keys',
  'beaconProblem.duplicate-key': 'duplicate keys',
  'beaconProblem.malformed-value': 'malformed values',
  'beaconProblem.value-too-long': 'values too long',
  'beaconProblem.out-of-range': 'numbers out of range',
  'beaconProblem.control-characters': 'control characters',
  'beaconProblem.sequence-backwards': 'a sequence that went backwards',
} as const;
