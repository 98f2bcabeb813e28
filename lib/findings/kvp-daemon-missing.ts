import { kvpSign } from '../derive/kvp-sign.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { kvpDaemonCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { type Evidence, type Finding, finding } from './finding.ts';

/** OperationalStatus[0] of a component that nobody in the guest answers for: no contact, lost communication (hyperv-facts.md 2.2). */
const silent: ReadonlySet<number> = new Set([12, 13]);

/**
 * The host offers data exchange, the VM runs, its heartbeat is there, and no daemon answers. Without a heartbeat the whole guest is
 * silent, and that is another finding.
 */
export function kvpDaemonMissing(facts: VmFacts): Finding | undefined {
  if (!facts.owned) return undefined;
  const { vm, heartbeat, kvp } = facts.parts;
  if (kvp?.reading.primary === undefined || heartbeat === undefined) return undefined;
  const sign = kvpSign(vm?.reading, kvp.reading, kvp.freshness.readAt);
  const missing = sign.level === 'warning' && (silent.has(kvp.reading.primary) || kvp.reading.intrinsic.length === 0);
  const alive = heartbeat.reading.primary === 2 || heartbeat.reading.primary === 3;
  if (!missing || !alive) return undefined;
  const evidence = (key: 'status' | 'items' | 'heartbeat', collector: string, code: number): Evidence => ({
    message: { key: `finding.kvp-daemon-missing.evidence.${key}`, params: { status: describeCodeWithNumber('status', code) } },
    collector,
    host: facts.host,
  });
  return finding('kvp-daemon-missing', facts.vmId, {
    evidence: [
      evidence('status', 'kvp', kvp.reading.primary),
      evidence('items', 'kvp', kvp.reading.primary),
      evidence('heartbeat', 'heartbeat', heartbeat.reading.primary ?? 0),
    ],
    cause: { key: 'finding.kvp-daemon-missing.cause' },
    fixes: [
      {
        message: { key: 'finding.kvp-daemon-missing.fix' },
        commands: kvpDaemonCommands(guestFamilyOf(vm?.reading, kvp.reading)),
      },
    ],
  });
}
