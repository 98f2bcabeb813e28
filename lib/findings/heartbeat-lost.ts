import { heartbeatSign } from '../derive/heartbeat-sign.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { utilityCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { finding, type Verdict } from './finding.ts';

/** A guest that answered before and is silent now. One that never had a heartbeat is no finding: it may have no components at all. */
export function heartbeatLost(facts: VmFacts): Verdict {
  const { vm, heartbeat, kvp } = facts.parts;
  if (heartbeat === undefined) return 'none';
  const { word } = heartbeatSign(vm?.reading, heartbeat.reading, heartbeat.freshness.readAt);
  if (word.key === 'sign.booting' || word.key === 'sign.notReported') return 'undecided';
  if (word.key !== 'heartbeat.lost' || heartbeat.reading.primary === undefined) return 'none';
  return finding('heartbeat-lost', facts.vmId, {
    evidence: [
      {
        message: {
          key: 'finding.heartbeat-lost.evidence',
          params: { status: describeCodeWithNumber('status', heartbeat.reading.primary) },
        },
        collector: 'heartbeat',
        host: facts.host,
      },
    ],
    cause: { key: 'finding.heartbeat-lost.cause' },
    fixes: [
      {
        message: { key: 'finding.heartbeat-lost.fix.console' },
        commands: [{ where: 'host', text: `vmconnect.exe localhost -G ${facts.vmId}` }],
      },
      {
        message: { key: 'finding.heartbeat-lost.fix.driver' },
        commands: utilityCommands(guestFamilyOf(vm?.reading, kvp?.reading)),
      },
    ],
  });
}
