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
    ...hosts.flatMap(({ host, clock }) => (clock?.vsNtp == null ? [] : [{ kind: 'host' as const, host, offset: clock.vsNtp }])),
    ...vms.rows.flatMap(({ vmId, name, clock }) => {
      const offset = clock.stale ? null : (clock.vsNtp ?? clock.vsHost);
      return offset === null ? [] : [{ kind: 'vm' as const, vmId, name, offset }];
    }),
  ];
  return {
    worst: candidates.reduce<WorstClock | undefined>((worst, one) => (isFurther(one, worst) ? one : worst), undefined),
    measuredHosts: hosts.filter(({ clock }) => clock?.vsNtp != null).length,
    hostFindings: hosts.reduce((sum, { findings }) => sum + findings.length, 0),
    vmFindings: vms.rows.reduce((sum, { findings }) => sum + findings.length, 0),
    staleVms: vms.rows.filter(({ clock }) => clock.stale).length,
    unlisted: Math.max(0, vms.known - vms.rows.length),
  };
}

/** Of two that are equally far off the first one stays: hosts come first, and their guests follow them. */
function isFurther(one: WorstClock, worst: WorstClock | undefined): boolean {
  return worst === undefined || Math.abs(one.offset.seconds) > Math.abs(worst.offset.seconds);
}

/** Hosts by how far they are off, the furthest first; those without an offset follow, in the order in which they came. Pure. */
export function furthestHostsFirst(hosts: readonly HostRow[]): readonly HostRow[] {
  const distance = ({ clock }: HostRow) => (clock?.vsNtp == null ? -1 : Math.abs(clock.vsNtp.seconds));
  return hosts.toSorted((a, b) => distance(b) - distance(a));
}
