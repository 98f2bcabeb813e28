import { type HostFacts, toHostFacts } from '#lib/derive/host-facts.ts';
import { isVmCollector, type VmCollector, type VmReadings } from '#lib/derive/parse-readings.ts';
import type { ClockFacts } from '#lib/derive/vm-clock.ts';
import { toVmFacts, type VmFacts } from '#lib/derive/vm-facts.ts';
import { type ParsedReading, toVmParts } from '#lib/derive/vm-parts.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { FleetMemory, HostMemory, PairMemory } from './fleet-memory.ts';
import type { OwnerIndex } from './owner-index.ts';

/** The facts of one VM, and the collectors that have not been read on its host since it came there. */
export interface JoinedFacts {
  readonly facts: VmFacts;
  readonly awaited: ReadonlySet<VmCollector>;
}

/** Joins what memory holds of one VM on all hosts where it stands. Undefined where no host lists it. */
export function joinFacts(memory: FleetMemory, owners: Pick<OwnerIndex, 'hostsOf'>, vmId: VmId): JoinedFacts | undefined {
  const places = [...owners.hostsOf(vmId)].flatMap((name) => {
    const host = memory.get(name);
    if (host === undefined) return [];
    const hostFacts = joinHostFacts(name, host);
    return [toVmParts({ host: name, vmId, hostFacts }, readingsOf(host, vmId), (collector) => host.pairs.get(collector)?.scrape)];
  });
  const facts = toVmFacts(places);
  const host = facts && memory.get(facts.host);
  return facts && host && { facts, awaited: awaitedOn(host, facts) };
}

/** What the clock of a VM follows from where one host's readings stand for it. Undefined where that host is not known. */
export function joinClockFacts(memory: FleetMemory, name: string, vmId: VmId): ClockFacts | undefined {
  const host = memory.get(name);
  if (host === undefined) return undefined;
  const readings = clockCollectors.flatMap((collector) => {
    const pair = host.pairs.get(collector);
    return pair === undefined ? [] : readingOf(collector, pair, vmId);
  });
  const hostFacts = joinHostFacts(name, host);
  return toVmParts({ host: name, vmId, hostFacts }, readings, (collector) => host.pairs.get(collector)?.scrape);
}

/** What memory holds of a host itself. */
export function joinHostFacts(name: string, { pairs }: HostMemory): HostFacts {
  return toHostFacts(
    name,
    (collector) => ({ reading: pairs.get(collector)?.host }),
    (collector) => pairs.get(collector)?.scrape,
  );
}

function readingsOf(host: HostMemory, vmId: VmId): ParsedReading[] {
  return [...host.pairs].flatMap(([collector, pair]) => (isVmCollector(collector) ? readingOf(collector, pair, vmId) : []));
}

/** Collectors whose readings `vmClock` looks at. */
const clockCollectors = ['beacon', 'integration-services'] as const;

function readingOf(collector: VmCollector, pair: PairMemory, vmId: VmId): readonly ParsedReading[] {
  const reading = pair.vms.get(vmId);
  if (reading === undefined) return [];
  // The collector of this name made the reading, and its schema checked the loaded ones.
  return [{ collector, reading: reading as VmReadings[VmCollector], changedAt: pair.changedAt.get(vmId) ?? 0 }];
}

/** A VM that came to a host is listed at once, while slower collectors are read a while later. */
function awaitedOn({ plans, pairs }: HostMemory, { parts }: VmFacts): ReadonlySet<VmCollector> {
  const cameAt = parts.vm?.changedAt ?? Number.POSITIVE_INFINITY;
  const isAwaited = (collector: VmCollector) =>
    parts[collector] === undefined && (pairs.get(collector)?.scrape?.lastReadingAt ?? Number.NEGATIVE_INFINITY) < cameAt;
  return new Set([...plans.keys()].filter(isVmCollector).filter(isAwaited));
}
