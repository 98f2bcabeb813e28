import type { VmFacts } from '../derive/vm-facts.ts';
import type { Message } from '../i18n/message.ts';
import type { BeaconProblem } from '../model/readings/beacon.ts';
import type { KvpProblem } from '../model/readings/kvp.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';

/**
 * Problems that a well-behaved guest never has. Duplicate keys are none of them: cloud-init appends (hyperv-facts.md 1.7). Nor are
 * long values: the limits that hvitals shows are narrower than those of the protocol.
 */
const hostileItems: ReadonlySet<KvpProblem> = new Set([
  'malformed-item',
  'key-too-long',
  'too-many-items',
  'control-characters',
  'invalid-unicode',
]);
const harmlessOfBeacon: ReadonlySet<BeaconProblem> = new Set(['duplicate-key']);

/** The guest's items, or those that call themselves a beacon's, are as no daemon and no beacon writes them. */
export function kvpHostile(facts: VmFacts): Verdict {
  const { kvp, beacon } = facts.parts;
  const items = (kvp?.reading.problems ?? []).filter((problem) => hostileItems.has(problem));
  const ofBeacon = (beacon?.reading.problems ?? []).filter((problem) => !harmlessOfBeacon.has(problem));
  if (items.length + ofBeacon.length === 0) return 'none';
  const said = (key: 'items' | 'beacon', problem: Message['key'], collector: string): Evidence => ({
    message: { key: `finding.kvp-hostile.evidence.${key}`, params: { problem: { key: problem } } },
    collector,
    host: facts.host,
  });
  return finding('kvp-hostile', facts.vmId, {
    evidence: [
      ...items.map((problem) => said('items', `kvpProblem.${problem}`, 'kvp')),
      ...ofBeacon.map((problem) => said('beacon', `beaconProblem.${problem}`, 'beacon')),
    ],
    cause: { key: 'finding.kvp-hostile.cause' },
    fixes: [
      {
        message: { key: 'finding.kvp-hostile.fix' },
        commands: [
          {
            where: 'guest',
            text: "ls -l /var/lib/hyperv && cat -v /var/lib/hyperv/.kvp_pool_1 | sed 's/\\^@//g' | cut -c 1-2000",
          },
        ],
      },
    ],
  });
}
