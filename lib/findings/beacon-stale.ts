import { isStaleBeacon } from '../derive/beacon-age.ts';
import { isBooting } from '../derive/heartbeat-sign.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { beaconCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { finding, type Verdict } from './finding.ts';
import { isAliveAt } from './is-alive.ts';

/** Codes of a data exchange component that nobody answers for: then the beacon has no way out, which is another finding. */
const silent: ReadonlySet<number> = new Set([12, 13]);

/** The guest lives, data exchange works, and the beacon in it has stopped counting: all that it says is old. */
export function beaconStale(facts: VmFacts): Verdict {
  const { vm, kvp, heartbeat, beacon } = facts.parts;
  if (beacon?.reading.present !== true) return 'none';
  const { reading, freshness } = beacon;
  if (!isStaleBeacon({ ...beacon, reading })) return 'none';
  if (kvp?.reading.enabled === false || silent.has(kvp?.reading.primary ?? 0)) return 'none';
  if (isBooting(vm?.reading, freshness.readAt)) return 'undecided';
  const alive = isAliveAt(heartbeat, freshness.readAt);
  if (alive !== 'yes') return alive === 'no' ? 'none' : 'undecided';
  const { sequence, intervalSeconds } = reading;
  return finding('beacon-stale', facts.vmId, {
    evidence: [
      {
        message: { key: 'finding.beacon-stale.evidence', params: { sequence, seconds: intervalSeconds } },
        collector: 'beacon',
        host: facts.host,
      },
    ],
    cause: { key: 'finding.beacon-stale.cause' },
    fixes: [
      {
        message: { key: 'finding.beacon-stale.fix' },
        commands: beaconCommands(guestFamilyOf(vm?.reading, kvp?.reading)),
      },
    ],
  });
}
