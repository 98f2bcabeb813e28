import { isVmCollector, parseVmReading } from '#lib/derive/parse-readings.ts';
import type { ParsedReading } from '#lib/derive/vm-parts.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta, StoredReading, StoredScrape, StoredTarget } from '#lib/store/store.ts';

/** The store's rows in memory, kept up to date by deltas: each reading is parsed once, when it changes. */
export interface FleetRows {
  revision: number;
  readonly targets: Map<string, StoredTarget>;
  /** host → collector → last scrape. */
  readonly scrapes: Map<string, Map<string, StoredScrape>>;
  /** host → collector → reading of the host itself, not parsed. */
  readonly hostReadings: Map<string, Map<string, StoredReading>>;
  /** VM id → host → collector → reading. */
  readonly vmReadings: Map<VmId, Map<string, Map<string, ParsedReading>>>;
}

export function emptyFleetRows(): FleetRows {
  return { revision: 0, targets: new Map(), scrapes: new Map(), hostReadings: new Map(), vmReadings: new Map() };
}

/** Brings the rows to the delta's revision. Removals first: what was removed and came again is among the new rows. */
export function applyDelta(rows: FleetRows, delta: RevisionDelta): void {
  if (delta.reset) for (const map of [rows.targets, rows.scrapes, rows.hostReadings, rows.vmReadings]) map.clear();
  for (const host of delta.removedTargets) removeTarget(rows, host);
  for (const { host, collector, vmId } of delta.removed) removeReading(rows, host, collector, vmId);
  for (const target of delta.targets) rows.targets.set(target.host, target);
  for (const scrape of delta.scrapes) inner(rows.scrapes, scrape.host).set(scrape.collector, scrape);
  for (const reading of delta.readings) putReading(rows, reading);
  rows.revision = delta.revision;
}

function putReading(rows: FleetRows, stored: StoredReading): void {
  const { host, collector, vmId, changedAt } = stored;
  if (vmId === undefined) {
    inner(rows.hostReadings, host).set(collector, stored);
    return;
  }
  if (!isVmCollector(collector)) return;
  const hosts = inner(rows.vmReadings, vmId);
  inner(hosts, host).set(collector, { collector, reading: parseVmReading(collector, stored.reading), changedAt });
}

function removeReading(rows: FleetRows, host: string, collector: string, vmId: VmId | undefined): void {
  if (vmId === undefined) {
    rows.hostReadings.get(host)?.delete(collector);
    return;
  }
  const hosts = rows.vmReadings.get(vmId);
  const readings = hosts?.get(host);
  readings?.delete(collector);
  if (readings?.size === 0) hosts?.delete(host);
  if (hosts?.size === 0) rows.vmReadings.delete(vmId);
}

function removeTarget(rows: FleetRows, host: string): void {
  rows.targets.delete(host);
  rows.scrapes.delete(host);
  rows.hostReadings.delete(host);
  for (const [vmId, hosts] of rows.vmReadings) if (hosts.delete(host) && hosts.size === 0) rows.vmReadings.delete(vmId);
}

function inner<Key, InnerKey, Value>(map: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<InnerKey, Value>();
  map.set(key, made);
  return made;
}
