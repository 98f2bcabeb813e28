import { serviceSign } from '../derive/service-signs.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { utilityCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { componentGuids } from '../model/integration-service.ts';
import { type Evidence, type Finding, finding, type Verdict } from './finding.ts';
import { isAliveAt } from './is-alive.ts';

const source = { collector: 'integration-services' } as const;

/**
 * A clean shutdown from the host would not work: the service is switched off, or the guest's driver does not answer while the guest
 * itself is alive. A host that restarts then turns the VM off, which is dirty.
 */
export function shutdownUnavailable(facts: VmFacts): Verdict {
  const { vm, heartbeat } = facts.parts;
  const services = facts.parts['integration-services'];
  const reading = services?.reading.services.shutdown;
  if (services === undefined || reading === undefined) return 'none';
  const { readAt } = services.freshness;
  const sign = serviceSign(vm?.reading, 'shutdown', reading, readAt);
  if (sign.word.key === 'sign.disabled') return switchedOff(facts);
  if (sign.word.key === 'sign.booting' || sign.word.key === 'sign.notReported') return 'undecided';
  if (sign.level !== 'warning' || reading.primary === undefined) return 'none';
  const alive = isAliveAt(heartbeat, readAt);
  if (alive !== 'yes') return alive === 'no' ? 'none' : 'undecided';
  return silentDriver(facts, reading.primary);
}

/** What the log of the host says, where it already came to that. */
function alreadyHappened({ host, parts }: VmFacts): readonly Evidence[] {
  const dirty = parts.power?.reading.dirty;
  if (dirty?.kind !== 'turned-off') return [];
  const params = { at: `${dirty.at.slice(0, 19).replace('T', ' ')} UTC` };
  return [{ collector: 'power', host, message: { key: 'finding.shutdown-unavailable.evidence.turned-off', params } }];
}

function switchedOff(facts: VmFacts): Finding {
  const { vmId, host } = facts;
  const byGuid = `Get-VM -Id ${vmId} | Get-VMIntegrationService | Where-Object Id -like '*${componentGuids.shutdown}' | Enable-VMIntegrationService`;
  return finding('shutdown-unavailable', vmId, {
    evidence: [
      { ...source, host, message: { key: 'finding.shutdown-unavailable.evidence.disabled' } },
      ...alreadyHappened(facts),
    ],
    cause: { key: 'finding.shutdown-unavailable.cause.disabled' },
    fixes: [{ message: { key: 'finding.shutdown-unavailable.fix.enable' }, commands: [{ where: 'host', text: byGuid }] }],
  });
}

function silentDriver(facts: VmFacts, primary: number): Finding {
  const { vmId, host, parts } = facts;
  const status = describeCodeWithNumber('status', primary);
  return finding('shutdown-unavailable', vmId, {
    evidence: [
      { ...source, host, message: { key: 'finding.shutdown-unavailable.evidence.silent', params: { status } } },
      ...alreadyHappened(facts),
    ],
    cause: { key: 'finding.shutdown-unavailable.cause.silent' },
    fixes: [
      {
        message: { key: 'finding.shutdown-unavailable.fix.driver' },
        commands: utilityCommands(guestFamilyOf(parts.vm?.reading, parts.kvp?.reading)),
      },
    ],
  });
}
