import { clockSpread, compareClocks, judgedOffset } from '#lib/derive/clock-spread.ts';
import { neverRead } from '#lib/derive/freshness.ts';
import { type VmClock, vmClock } from '#lib/derive/vm-clock.ts';
import type { VmFacts } from '#lib/derive/vm-facts.ts';
import type { ApiClocks } from '#lib/model/api/clocks.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { toApiHostClock, toApiVmClock } from './to-api-clock.ts';

interface KnownClock {
  readonly facts: VmFacts;
  readonly clock: VmClock;
}

/** The clocks of all hosts, and of at most `limit` VMs, those that are furthest off for certain first. Throws StoreError. */
export async function loadClocks(limit: number, host?: string): Promise<ApiClocks> {
  const fleet = await readFleet();
  const own = host === undefined ? fleet.vms : fleet.vms.filter((vm) => vm.host === host);
  const clocks = own.flatMap(({ vmId }): KnownClock[] => {
    const facts = fleet.factsOf(vmId as VmFacts['vmId']);
    const clock = facts && vmClock(facts);
    return facts === undefined || clock === undefined ? [] : [{ facts, clock }];
  });
  const offsets = clocks.flatMap(({ clock }) => judgedOffset(clock) ?? []);
  const hosts = fleet.targets.filter((target) => host === undefined || target.host === host);
  const total = Map.groupBy(own, (vm) => vm.host);
  const known = Map.groupBy(
    clocks.filter(({ clock }) => judgedOffset(clock) !== undefined),
    ({ facts }) => facts.host,
  );
  return {
    revision: fleet.revision,
    hosts: hosts.map((target) => ({
      ...toHostRow(fleet, target.host),
      vms: total.get(target.host)?.length ?? 0,
      knownVms: known.get(target.host)?.length ?? 0,
    })),
    vms: {
      total: own.length,
      known: offsets.length,
      spread: [...clockSpread(offsets)],
      rows: worstFirst(clocks)
        .slice(0, limit)
        .map((row) => toVmRow(fleet, row)),
    },
  };
}

function worstFirst(clocks: readonly KnownClock[]): readonly KnownClock[] {
  const byName = (a: VmFacts, b: VmFacts) => (a.name < b.name ? -1 : Number(a.name > b.name)) || (a.vmId < b.vmId ? -1 : 1);
  return clocks.toSorted((a, b) => compareClocks(a.clock, b.clock) || byName(a.facts, b.facts));
}

function toHostRow(fleet: Fleet, host: string): Pick<ApiClocks['hosts'][number], 'host' | 'clock' | 'freshness' | 'findings'> {
  const { clock } = fleet.hostFactsOf(host).parts;
  return {
    host,
    clock: clock === undefined ? null : toApiHostClock(clock.reading),
    freshness: clock?.freshness ?? neverRead,
    findings: fleet.hostFindingsOf(host).map(({ code }) => code),
  };
}

function toVmRow(fleet: Fleet, { facts, clock }: KnownClock): ApiClocks['vms']['rows'][number] {
  const { vmId, name, host, parts } = facts;
  return {
    vmId,
    name,
    host,
    clock: toApiVmClock(clock),
    freshness: parts.beacon?.freshness ?? neverRead,
    findings: fleet
      .findingsOf(vmId)
      .map(({ code }) => code)
      .filter((code) => isClockFinding(code)),
  };
}

/** Whether the finding is about a clock, or about what says so. */
function isClockFinding(code: string): boolean {
  return code.startsWith('clock-') || code === 'time-sync-conflict' || code === 'beacon-stale';
}
