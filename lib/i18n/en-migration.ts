/** Findings about migrations: title, evidence, causes, fixes. */
export const enMigration = {
  'finding.migration-failed.title': 'Migration failed',
  'finding.migration-failed.evidence.failed': 'At {at} the migration of the VM failed, and none has succeeded since.',
  'finding.migration-failed.evidence.refused': 'At {at} the migration of the VM was turned down, and none has succeeded since.',
  'finding.migration-failed.evidence.event': 'The log of the host told it as event {event}.',
  'finding.migration-failed.evidence.job': 'The migration job ended with error code {code}.',
  'finding.migration-failed.evidence.reason': 'The host says: {reason}',
  'finding.migration-failed.evidence.destination': 'It was to go to {destination}.',
  'finding.migration-failed.cause.failed':
    'One of the two hosts could not do its part: no rights to sign on to the other, no network between them, no virtual switch or storage of that name, or a processor that is too different.',
  'finding.migration-failed.cause.refused': 'As many migrations ran already as the hosts allow at once.',
  'finding.migration-failed.fix.log': 'See what the logs of both hosts say about it.',
  'finding.migration-failed.fix.settings':
    'Compare what both hosts are set up for: authentication, networks, and the names of their virtual switches.',
  'finding.migration-failed.fix.limits': 'Wait until the others are done and try again, or let the hosts do more at once.',
} as const;
