import { certainSeconds } from '#lib/derive/host-clock.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import type { Offset } from '#lib/model/clock.ts';

type HostRow = ApiClocks['hosts'][number];
export type ClockVmRow = ApiClocks['vms']['rows'][number];

/** The clock that is furthest off, and against what. */
export type WorstClock = { readonly offset: Offset } & (
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'vm'; readonly vmId: string; readonly name: string }
);

export interface ClockNumbers {
  readonly worst: WorstClock | undefined;
  /** Hosts with an offset against NTP. */
  readonly measuredHosts: number;
  readonly hostFindings: number;
  /** Of the VMs that are listed. */
  readonly vmFindings: number;
  readonly staleVms: number;
  /** VMs with a known clock that the answer does not list, because they are less far off. */
  readonly unlisted: number;
}

/** What the page of clocks leads with. A clock whose beacon stands still is not the worst: what it does now is not known. Pure. */
export function clockNumbers({ hosts, vms }: ApiClocks): ClockNumbers {
  const candidates: WorstClock[] = [
    ...hosts.flatMap(({ host, clock }) =>
      clock === null || clock.vsNtp === null ? [] : [{ kind: 'host' as const, host, offset: clock.vsNtp }],
    ),
    ...vms.rows.flatMap(({ vmId, name, clock }) => {
      const offset = clock.stale ? null : (clock.vsNtp ?? clock.vsHost);
      return offset === null ? [] : [{ kind: 'vm' as const, vmId, name, offset }];
    }),
  ];
  return {
    worst: candidates.reduce<WorstClock | undefined>((worst, one) => (isFurther(one, worst) ? one : worst), undefined),
    measuredHosts: hosts.filter(({ clock }) => clock !== null && clock.vsNtp !== null).length,
    hostFindings: hosts.reduce((sum, { findings }) => sum + findings.length, 0),
    vmFindings: vms.rows.reduce((sum, { findings }) => sum + findings.length, 0),
    staleVms: vms.rows.filter(({ clock }) => clock.stale).length,
    unlisted: Math.max(0, vms.known - vms.rows.filter(({ clock }) => (clock.vsNtp ?? clock.vsHost) !== null).length),
  };
}

/** Further off for certain, as the list of VMs is ordered. Of two that are equal the first one stays: hosts come before their guests. */
function isFurther(one: WorstClock, worst: WorstClock | undefined): boolean {
  return worst === undefined || compareOffsets(one.offset, worst.offset) < 0;
}

function compareOffsets(a: Offset, b: Offset): number {
  return certainSeconds(b) - certainSeconds(a) || Math.abs(b.seconds) - Math.abs(a.seconds);
}

/** Hosts by how far they are off for certain, the furthest first; those without an offset follow, in the order in which they came. Pure. */
export function furthestHostsFirst(hosts: readonly HostRow[]): readonly HostRow[] {
  return hosts.toSorted((a, b) => {
    const [first, second] = [a.clock?.vsNtp ?? null, b.clock?.vsNtp ?? null];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return compareOffsets(first, second);
  });
}
