import { isStale } from './freshness.ts';
import { levels } from './vital-sign.ts';
import type { WallHost } from './wall-board.ts';

/** The numbers that a wall leads with. */
export interface WallNumbers {
  readonly vms: number;
  readonly critical: number;
  readonly warning: number;
  /** Fine, as far as a reading says that is not too old. */
  readonly ok: number;
  /** VMs that look fine, on hosts whose readings are too old. */
  readonly staleVms: number;
  readonly hosts: number;
  /** Hosts that can be read at all. */
  readonly hostsAnswering: number;
  readonly staleHosts: number;
  readonly simulated: number;
  /** The reading that came last, UTC milliseconds; null where none has. */
  readonly newestReadAt: number | null;
  /** How often a reading should come from hosts that answer, in seconds; null where none answers. */
  readonly intervalSeconds: number | null;
  readonly worst: 'critical' | 'warning' | 'ok';
}

const [criticalDigit, warningDigit, okDigit] = ['critical', 'warning', 'ok'].map((level) =>
  String((levels as readonly string[]).indexOf(level)),
);
const empty = '9';

/** A host can answer and be critical itself: its clock may be off. */
function isAnswering({ level, reachable, readAt, failures }: WallHost): boolean {
  return level !== 0 || (reachable && readAt !== null && failures === 0);
}

/** Counts hosts and cells. Pure; a few milliseconds for 25,000 cells. */
export function wallNumbers(hosts: readonly WallHost[], now: number): WallNumbers {
  let [vms, critical, warning, ok, staleVms, staleHosts] = [0, 0, 0, 0, 0, 0];
  let [newestReadAt, intervalSeconds]: [number | null, number | null] = [null, null];
  for (const host of hosts) {
    const stale = isStale(host, now) || !host.reachable;
    if (stale) staleHosts += 1;
    for (const digit of host.cells) {
      if (digit === empty) continue;
      vms += 1;
      if (digit === criticalDigit) critical += 1;
      else if (digit === warningDigit) warning += 1;
      else if (stale) staleVms += 1;
      else if (digit === okDigit) ok += 1;
    }
    if (host.readAt !== null && host.readAt > (newestReadAt ?? 0)) newestReadAt = host.readAt;
    if (host.intervalSeconds !== null && host.failures === 0) {
      intervalSeconds = Math.min(intervalSeconds ?? Number.POSITIVE_INFINITY, host.intervalSeconds);
    }
  }
  const hostLevels = hosts.map(({ level }) => level);
  const worst = critical > 0 || hostLevels.includes(0) ? 'critical' : warning > 0 || hostLevels.includes(1) ? 'warning' : 'ok';
  return {
    vms,
    critical,
    warning,
    ok,
    staleVms,
    staleHosts,
    hosts: hosts.length,
    hostsAnswering: hosts.filter(isAnswering).length,
    simulated: hosts.filter(({ simulated }) => simulated).length,
    newestReadAt,
    intervalSeconds,
    worst,
  };
}
