import type { VmFacts } from '../derive/vm-facts.ts';
import { finding, type Verdict } from './finding.ts';

/**
 * Two hosts run a VM of one id at the same time: it was copied in place, and both write to what they share. Only readings that
 * overlap in time prove it; after a move, and while a host is out of reach, nothing is decided.
 */
export function duplicateVmId(facts: VmFacts): Verdict {
  if (facts.runsTwice !== 'yes') return facts.runsTwice === 'no' ? 'none' : 'undecided';
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
