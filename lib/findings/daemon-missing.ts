import { isStaleBeacon } from '../derive/beacon-age.ts';
import { serviceSign } from '../derive/service-signs.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { describeCodeWithNumber } from '../format/describe-code.ts';
import { type FixCommand, fcopyDaemonCommands, vssDaemonCommands } from '../guest-support/daemon-commands.ts';
import { type GuestFamily, guestFamilyOf } from '../guest-support/guest-family.ts';
import type { BeaconDaemons } from '../model/readings/beacon.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';
import { isAliveAt } from './is-alive.ts';

/** OperationalStatus[0] of a component that nobody in the guest answers for (hyperv-facts.md 2.2). */
const silent: ReadonlySet<number> = new Set([12, 13]);

interface MissingDaemon {
  readonly code: 'vss-daemon-missing' | 'fcopy-daemon-missing';
  readonly service: 'vss' | 'guest-service-interface';
  /** What the beacon calls it. */
  readonly daemon: 'vss' | 'fcopy';
  readonly commands: (family: GuestFamily | undefined) => readonly FixCommand[];
}

/** The host offers backup (VSS), the guest lives, and no daemon in it answers: backups are of a disk in mid-flight. */
export function vssDaemonMissing(facts: VmFacts): Verdict {
  return missing(facts, { code: 'vss-daemon-missing', service: 'vss', daemon: 'vss', commands: vssDaemonCommands });
}

/** Somebody has switched the guest service interface on, which is off by default, and no daemon in the guest takes files. */
export function fcopyDaemonMissing(facts: VmFacts): Verdict {
  const service = 'guest-service-interface';
  return missing(facts, { code: 'fcopy-daemon-missing', service, daemon: 'fcopy', commands: fcopyDaemonCommands });
}

function missing(facts: VmFacts, { code, service, daemon, commands }: MissingDaemon): Verdict {
  const { vm, kvp, heartbeat } = facts.parts;
  const services = facts.parts['integration-services'];
  const row = services?.reading.services[service];
  if (services === undefined || row === undefined || !row.enabled) return 'none';
  const { readAt } = services.freshness;
  const { key } = serviceSign(vm?.reading, service, row, readAt).word;
  if (key === 'sign.booting' || key === 'sign.notReported') return 'undecided';
  if (row.primary === undefined || !silent.has(row.primary)) return 'none';
  // FreeBSD has no such daemon in its base system, so there is nothing to install.
  const family = guestFamilyOf(vm?.reading, kvp?.reading);
  if (family === 'freebsd') return 'none';
  const said = saidByBeacon(facts)?.[daemon];
  if (said === true) return 'none';
  const alive = isAliveAt(heartbeat, readAt);
  if (alive !== 'yes') return alive === 'no' ? 'none' : 'undecided';
  const { host } = facts;
  const status = describeCodeWithNumber('status', row.primary);
  const evidence: Evidence[] = [
    { message: { key: `finding.${code}.evidence.status`, params: { status } }, collector: 'integration-services', host },
    ...(said === false ? [{ message: { key: `finding.${code}.evidence.beacon` as const }, collector: 'beacon', host }] : []),
  ];
  return finding(code, facts.vmId, {
    evidence,
    cause: { key: `finding.${code}.cause` },
    fixes: [{ message: { key: `finding.${code}.fix` }, commands: commands(family) }],
  });
}

/** What the guest says of its own daemons, where that is not old. */
function saidByBeacon({ parts: { beacon } }: VmFacts): BeaconDaemons | undefined {
  if (beacon?.reading.present !== true) return undefined;
  const { reading } = beacon;
  return isStaleBeacon({ ...beacon, reading }) || beacon.freshness.failures > 0 ? undefined : reading.daemons;
}
