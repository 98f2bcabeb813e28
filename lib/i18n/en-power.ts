/** Findings about how VMs are stopped: title, evidence, causes, fixes. */
export const enPower = {
  'finding.turned-off-dirty.title': 'Stopped without a shutdown',
  'finding.turned-off-dirty.evidence.turned-off': 'At {at} the VM was turned off (event {event}).',
  'finding.turned-off-dirty.evidence.guest-crashed': 'At {at} the guest reported that it has crashed (event {event}).',
  'finding.turned-off-dirty.evidence.triple-fault': 'At {at} the VM ended in a triple fault (event {event}).',
  'finding.turned-off-dirty.evidence.stopped-critical':
    'At {at} the host turned the VM off, because it could not recover from a critical error (event {event}).',
  'finding.turned-off-dirty.evidence.worker-died': 'At {at} the worker process of the VM ended unexpectedly (event {event}).',
  'finding.turned-off-dirty.evidence.codes': 'The guest gave these codes: {codes}.',
  'finding.turned-off-dirty.evidence.panic': 'Linux gives such codes with a kernel panic.',
  'finding.turned-off-dirty.evidence.off': 'The VM is off.',
  'finding.turned-off-dirty.evidence.on': 'The VM is on now.',
  'finding.turned-off-dirty.cause.turned-off':
    'Somebody or something on the host turned the VM off without asking the guest: by hand, a script, or a host that could not shut the guest down. It is like pulling the plug.',
  'finding.turned-off-dirty.cause.guest-crashed':
    'The operating system of the guest crashed: a bug check of Windows or a panic of Linux.',
  'finding.turned-off-dirty.cause.triple-fault':
    'The guest’s processor met a fault that its system could not handle: a broken kernel or boot loader, or a processor feature that this host does not have.',
  'finding.turned-off-dirty.cause.stopped-critical':
    'The VM lost something that it cannot do without, its storage above all, and the host gave up.',
  'finding.turned-off-dirty.cause.worker-died':
    'The process on the host that runs the VM ended: a fault in Hyper-V or a driver, or somebody ended it.',
  'finding.turned-off-dirty.fix.log': 'See what else the log of the host says about it.',
  'finding.turned-off-dirty.fix.start': 'Once the cause is known, start the VM, and let the guest check its filesystems.',
  'finding.turned-off-dirty.fix.check':
    'Look at the guest’s own log, its filesystems and databases: what it had not written is lost.',

  'finding.shutdown-unavailable.evidence.turned-off': 'At {at} the VM was turned off instead of shut down.',
} as const;
