/** What each finding is called, why it happens and what to do. Causes and fixes are whole sentences. */
export const enFindings = {
  'severity.critical': 'Critical',
  'severity.warning': 'Warning',
  'severity.info': 'Note',

  'finding.duplicate-vm-id.title': 'VM runs twice',
  'finding.duplicate-vm-id.evidence': 'The host reports this VM id as running and realized, neither replica nor incoming.',
  'finding.duplicate-vm-id.cause':
    'Two hosts run a VM with the same id at the same time. It was imported or copied in place with its old id, or a failed-over replica was started beside its primary.',
  'finding.duplicate-vm-id.fix':
    'Find out which of the two is meant to run, shut the other one down, and import it again with “Copy the virtual machine (create a new unique ID)” if both are needed.',

  'finding.heartbeat-lost.title': 'Heartbeat lost',
  'finding.heartbeat-lost.evidence': 'The heartbeat component says: {status}. It answered before.',
  'finding.heartbeat-lost.cause':
    'The VM is on and its guest has stopped answering: the operating system hangs or crashed, or the heartbeat driver was unloaded.',
  'finding.heartbeat-lost.fix.console': 'Look at the console of the VM first: a panic or a full disk shows there.',
  'finding.heartbeat-lost.fix.driver': 'If the guest is alive, load its integration drivers again.',

  'finding.kvp-daemon-missing.title': 'KVP daemon missing',
  'finding.kvp-daemon-missing.evidence.status': 'The data exchange component says: {status}.',
  'finding.kvp-daemon-missing.evidence.items': 'The guest reports no item about itself: no name, no address, no version.',
  'finding.kvp-daemon-missing.evidence.heartbeat': 'The guest is alive: its heartbeat says {status}.',
  'finding.kvp-daemon-missing.cause':
    'Data exchange is enabled on the host and the guest runs, but no daemon in the guest answers: it is not installed, not started, or it died.',
  'finding.kvp-daemon-missing.fix': 'Install the daemon in the guest and start it.',

  'finding.shutdown-unavailable.title': 'No clean shutdown',
  'finding.shutdown-unavailable.evidence.disabled': 'The shutdown service is switched off in the settings of the VM.',
  'finding.shutdown-unavailable.evidence.silent': 'The shutdown component says: {status}, while the heartbeat answers.',
  'finding.shutdown-unavailable.cause.disabled':
    'The host does not offer the shutdown service to this VM, so the guest cannot be asked to shut down; only a dirty turn-off is left.',
  'finding.shutdown-unavailable.cause.silent':
    'The guest lives but its shutdown driver does not answer, so a shutdown from the host would fail and only a dirty turn-off is left.',
  'finding.shutdown-unavailable.fix.enable': 'Switch the service on; the VM may keep running.',
  'finding.shutdown-unavailable.fix.driver': 'Load the integration drivers in the guest.',

  'findings.title': 'Findings',
  'findings.none': 'No findings: nothing that hvitals judges is wrong.',
  'findings.vms': { one: '{count} VM', other: '{count} VMs' },
  'findings.onHosts': { one: 'on {count} host', other: 'on {count} hosts' },
  'findings.radius': '{vms} {hosts}',
  'findings.times': { one: '×{count}', other: '×{count}' },
  'findings.moreHosts': { one: 'and {count} more host', other: 'and {count} more hosts' },
  'findings.others': '+{number}',
  'findings.for': 'for {age}',
  'findings.forBetween': 'for {shortest} to {longest}',
  'findings.evidence': 'What proves it',
  'findings.readBy': 'Collector {collector} on',
  'findings.fix': 'What to do',
  'findings.bySystem': 'Commands by guest system',
  'findings.otherSystems': 'Commands for other guest systems',
  'findings.copy': 'Copy',
  'findings.copied': 'Copied',
  'findings.failed': 'Selected: press Ctrl+C',
  'findings.where.family': '{family}, {place}',
  'findings.where.host': 'on the host',
  'findings.where.guest': 'in the guest',
  'guestFamily.debian': 'Debian',
  'guestFamily.ubuntu': 'Ubuntu, Mint',
  'guestFamily.rhel': 'RHEL, Rocky, Alma, Oracle',
  'guestFamily.suse': 'SLES, openSUSE',
  'guestFamily.freebsd': 'FreeBSD',
  'guestFamily.windows': 'Windows',
} as const;
