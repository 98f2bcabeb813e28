import type { VmFacts } from '../derive/vm-facts.ts';
import type { MigrationReading } from '../model/readings/migration.ts';
import { type Evidence, type Fix, finding, type Verdict } from './finding.ts';

/**
 * The last migration of the VM from or to the host that has it now failed less than a day ago, or was turned down, and none has
 * succeeded since. How long a failure counts, and what ends it, follows from the reading (collectors/migration/migration.md).
 */
export function migrationFailed(facts: VmFacts): Verdict {
  const { vm, migration } = facts.parts;
  const failed = migration?.reading.failed;
  if (vm === undefined || migration === undefined || failed === undefined || !facts.owned) return 'none';
  if (vm.freshness.failures > 0 || migration.freshness.failures > 0) return 'undecided';
  return finding('migration-failed', facts.vmId, {
    evidence: evidenceOf(facts.host, failed),
    cause: { key: `finding.migration-failed.cause.${failed.refused ? 'refused' : 'failed'}` },
    fixes: [seeLog(facts.vmId), failed.refused ? limits : settings],
  });
}

type Failure = NonNullable<MigrationReading['failed']>;

function evidenceOf(host: string, { at, eventId, code, reason, destination, refused }: Failure): readonly Evidence[] {
  const said = (message: Evidence['message']): Evidence => ({ message, collector: 'migration', host });
  const what = refused ? 'refused' : 'failed';
  return [
    said({ key: `finding.migration-failed.evidence.${what}`, params: { at: toText(at) } }),
    ...(eventId === undefined
      ? []
      : [said({ key: 'finding.migration-failed.evidence.event', params: { event: String(eventId) } })]),
    ...(code === undefined ? [] : [said({ key: 'finding.migration-failed.evidence.job', params: { code: String(code) } })]),
    ...(reason === undefined ? [] : [said({ key: 'finding.migration-failed.evidence.reason', params: { reason } })]),
    ...(destination === undefined
      ? []
      : [said({ key: 'finding.migration-failed.evidence.destination', params: { destination } })]),
  ];
}

/** Texts of the log are in the language of the host; the id in them is the same in each. */
function seeLog(vmId: string): Fix {
  const text = `Get-WinEvent -LogName Microsoft-Windows-Hyper-V-VMMS-Admin,Microsoft-Windows-Hyper-V-High-Availability-Admin -MaxEvents 500 | Where-Object Message -like '*${vmId}*'`;
  return { message: { key: 'finding.migration-failed.fix.log' }, commands: [{ where: 'host', text }] };
}

const settings: Fix = {
  message: { key: 'finding.migration-failed.fix.settings' },
  commands: [{ where: 'host', text: 'Get-VMHost | Format-List VirtualMachineMigration*; Get-VMMigrationNetwork; Get-VMSwitch' }],
};

const limits: Fix = {
  message: { key: 'finding.migration-failed.fix.limits' },
  commands: [{ where: 'host', text: 'Get-VMHost | Format-List MaximumVirtualMachineMigrations, MaximumStorageMigrations' }],
};

/** By the clock of the host, to the second. */
function toText(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}
