import type { VmFacts } from '../derive/vm-facts.ts';
import { type Finding, finding } from './finding.ts';

/** Two hosts run a VM of one id at the same time: it was copied in place, and both write to what they share. */
export function duplicateVmId(facts: VmFacts): Finding | undefined {
  if (facts.contested.length < 2) return undefined;
  return finding('duplicate-vm-id', facts.vmId, {
    evidence: facts.contested.map((host) => ({ message: { key: 'finding.duplicate-vm-id.evidence' }, collector: 'vm', host })),
    cause: { key: 'finding.duplicate-vm-id.cause' },
    fixes: [
      {
        message: { key: 'finding.duplicate-vm-id.fix' },
        commands: [
          { where: 'host', text: `Get-VM -Id ${facts.vmId} | Select-Object Name, State, Path, CreationTime, ReplicationMode` },
        ],
      },
    ],
  });
}
