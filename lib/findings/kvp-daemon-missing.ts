import { isBooting } from '../derive/heartbeat-sign.ts';
import { kvpSign } from '../derive/kvp-sign.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { kvpDaemonCommands } from '../guest-support/daemon-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';
import { isAliveAt } from './is-alive.ts';

/** OperationalStatus[0] of a component that nobody in the guest answers for: no contact, lost communication (hyperv-facts.md 2.2). */
const silent: ReadonlySet<number> = new Set([12, 13]);

/** Words of the sign that say nothing about the daemon yet. */
const tooEarly: ReadonlySet<MessageKey> = new Set(['sign.booting', 'sign.notReported']);

/**
 * The host offers data exchange, the VM runs, its heartbeat is there, and no daemon answers. Without a heartbeat the whole guest is
 * silent, and that is another finding.
 */
export function kvpDaemonMissing(facts: VmFacts): Verdict {
  const { vm, heartbeat, kvp } = facts.parts;
  if (kvp === undefined) return 'none';
  const { reading, freshness } = kvp;
  const sign = kvpSign(vm?.reading, reading, freshness.readAt);
  if (tooEarly.has(sign.word.key)) return 'undecided';
  const empty = reading.intrinsic.length === 0;
  const missing = sign.level === 'warning' && reading.primary !== undefined && (silent.has(reading.primary) || empty);
  if (!missing) return 'none';
  // The component may be in contact a while before the first items arrive.
  if (isBooting(vm?.reading, freshness.readAt)) return 'undecided';
  const alive = isAliveAt(heartbeat, freshness.readAt);
  if (alive !== 'yes') return alive === 'no' ? 'none' : 'undecided';
  const evidence = (key: 'status' | 'items' | 'heartbeat', collector: string, code = 0): Evidence => ({
    message: { key: `finding.kvp-daemon-missing.evidence.${key}`, params: { status: describeCodeWithNumber('status', code) } },
    collector,
    host: facts.host,
  });
  const family = guestFamilyOf(vm?.reading, reading);
  return finding('kvp-daemon-missing', facts.vmId, {
    evidence: [
      evidence('status', 'kvp', reading.primary),
      ...(empty ? [evidence('items', 'kvp')] : []),
      evidence('heartbeat', 'heartbeat', heartbeat?.reading.primary),
    ],
    cause: { key: 'finding.kvp-daemon-missing.cause' },
    fixes: [{ message: { key: 'finding.kvp-daemon-missing.fix' }, commands: kvpDaemonCommands(family) }],
  });
}
