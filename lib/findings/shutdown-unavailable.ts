import { serviceSign } from '../derive/service-signs.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { utilityCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { componentGuids } from '../model/integration-service.ts';
import { type Finding, finding } from './finding.ts';

/**
 * A clean shutdown from the host would not work: the service is switched off, or the guest's driver does not answer while the guest
 * itself is alive. A host that restarts then turns the VM off, which is dirty.
 */
export function shutdownUnavailable(facts: VmFacts): Finding | undefined {
  if (!facts.owned) return undefined;
  const { vm, heartbeat, kvp } = facts.parts;
  const services = facts.parts['integration-services'];
  const reading = services?.reading.services.shutdown;
  if (services === undefined || reading === undefined) return undefined;
  const sign = serviceSign(vm?.reading, 'shutdown', reading, services.freshness.readAt);
  const base = { collector: 'integration-services', host: facts.host };
  if (sign.word.key === 'sign.disabled') {
    const byGuid = `Get-VM -Id ${facts.vmId} | Get-VMIntegrationService | Where-Object Id -like '*${componentGuids.shutdown}' | Enable-VMIntegrationService`;
    return finding('shutdown-unavailable', facts.vmId, {
      evidence: [{ ...base, message: { key: 'finding.shutdown-unavailable.evidence.disabled' } }],
      cause: { key: 'finding.shutdown-unavailable.cause.disabled' },
      fixes: [{ message: { key: 'finding.shutdown-unavailable.fix.enable' }, commands: [{ where: 'host', text: byGuid }] }],
    });
  }
  const alive = heartbeat?.reading.primary === 2 || heartbeat?.reading.primary === 3;
  if (sign.level !== 'warning' || !alive || reading.primary === undefined) return undefined;
  const status = describeCodeWithNumber('status', reading.primary);
  return finding('shutdown-unavailable', facts.vmId, {
    evidence: [{ ...base, message: { key: 'finding.shutdown-unavailable.evidence.silent', params: { status } } }],
    cause: { key: 'finding.shutdown-unavailable.cause.silent' },
    fixes: [
      {
        message: { key: 'finding.shutdown-unavailable.fix.driver' },
        commands: utilityCommands(guestFamilyOf(vm?.reading, kvp?.reading)),
      },
    ],
  });
}
