import type { AnyCollector } from '#collectors/collector.ts';
import type { Labels } from '#lib/alerting/matcher.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import type { DerivedSamples } from './clock-samples.ts';
import type { FleetMemory } from './fleet-memory.ts';
import type { OwnerIndex } from './owner-index.ts';
import type { ReadingPublisher } from './publish-readings.ts';

export interface OutOfReachOptions {
  readonly registry: readonly AnyCollector[];
  readonly derived: Pick<DerivedSamples, 'collector' | 'families'>;
  readonly memory: FleetMemory;
  readonly owners: Pick<OwnerIndex, 'ownerOf'>;
  readonly publisher: Pick<ReadingPublisher, 'isShown'>;
}

/** Tells of a series that is absent whether that is because nobody could look. */
export type OutOfReach = (metric: string, labels: Labels) => boolean;

/**
 * A series is out of reach where its VM or host is still one that we know, but the readings of the collector that makes it have grown too
 * old to be shown: that host does not answer, or this collector fails on it. It is truly absent where a host answered without it: the VM is
 * gone or elsewhere, or the host does not support what was read any more. So it is too where a target or a collector was taken
 * out of the configuration. What hvitals says of its own scrapes, and its findings, do not go with the readings: where they are absent, they
 * ended.
 */
export function createOutOfReach({ registry, derived, memory, owners, publisher }: OutOfReachOptions): OutOfReach {
  const makers = new Map([
    ...registry.flatMap(({ name, metrics }) => metrics.map((metric) => [metric.name as string, name] as const)),
    ...derived.families.map((family) => [family, derived.collector] as const),
  ]);
  return (metric, { vm_id, host }) => {
    const collector = makers.get(metric);
    const vmId = vm_id === undefined ? undefined : parseVmId(vm_id);
    const place = vmId === undefined ? host : owners.ownerOf(vmId)?.host;
    if (collector === undefined || place === undefined) return false;
    const known = memory.get(place);
    if (known?.plans.has(collector) !== true) return false;
    if (known.pairs.get(collector)?.scrape?.outcome === 'unsupported') return false;
    return publisher.isShown(place, collector) === false;
  };
}
