import { isVmCollector, parseVmReading } from '#lib/derive/parse-readings.ts';
import type { ParsedReading } from '#lib/derive/vm-parts.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type {
  RevisionDelta,
  StoredFinding,
  StoredHostFinding,
  StoredReading,
  StoredScrape,
  StoredTarget,
} from '#lib/store/store.ts';

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
  /** VM id → code → finding that holds. */
  readonly findings: Map<VmId, Map<string, StoredFinding>>;
  /** host → code → finding about the host itself that holds. */
  readonly hostFindings: Map<string, Map<string, StoredHostFinding>>;
}

/** Whose rows a delta has touched. */
export interface TouchedRows {
  /** VMs with a reading or a finding that is new, changed or gone. */
  readonly vms: Set<VmId>;
  /** Hosts with a target, a scrape, a reading or a finding of their own that is new, changed or gone. */
  readonly hosts: Set<string>;
}

export function emptyFleetRows(): FleetRows {
  const [targets, scrapes, hostReadings, vmReadings] = [new Map(), new Map(), new Map(), new Map()];
  return { revision: 0, targets, scrapes, hostReadings, vmReadings, findings: new Map(), hostFindings: new Map() };
}

/** Brings the rows to the delta's revision. Removals first: what was removed and came again is among the new rows. */
export function applyDelta(rows: FleetRows, delta: RevisionDelta): TouchedRows {
  const touched: TouchedRows = { vms: new Set(), hosts: new Set() };
  if (delta.reset) for (const map of Object.values(rows)) if (map instanceof Map) map.clear();
  for (const host of delta.removedTargets) removeTarget(rows, host, touched);
  for (const { host, collector, vmId } of delta.removed) removeReading(rows, host, collector, vmId, touched);
  for (const target of delta.targets) {
    rows.targets.set(target.host, target);
    touched.hosts.add(target.host);
  }
  for (const scrape of delta.scrapes) {
    inner(rows.scrapes, scrape.host).set(scrape.collector, scrape);
    touched.hosts.add(scrape.host);
  }
  for (const reading of delta.readings) putReading(rows, reading, touched);
  applyFindings(rows, delta, touched);
  rows.revision = delta.revision;
  return touched;
}

function applyFindings(rows: FleetRows, delta: RevisionDelta, touched: TouchedRows): void {
  for (const { vmId, code } of delta.clearedFindings) {
    const codes = rows.findings.get(vmId);
    codes?.delete(code);
    if (codes?.size === 0) rows.findings.delete(vmId);
    touched.vms.add(vmId);
  }
  for (const finding of delta.findings) {
    inner(rows.findings, finding.vmId).set(finding.code, finding);
    touched.vms.add(finding.vmId);
  }
  for (const { host, code } of delta.clearedHostFindings) {
    rows.hostFindings.get(host)?.delete(code);
    touched.hosts.add(host);
  }
  for (const finding of delta.hostFindings) {
    inner(rows.hostFindings, finding.host).set(finding.code, finding);
    touched.hosts.add(finding.host);
  }
}

function putReading(rows: FleetRows, stored: StoredReading, touched: TouchedRows): void {
  const { host, collector, vmId, changedAt } = stored;
  if (vmId === undefined) {
    inner(rows.hostReadings, host).set(collector, stored);
    touched.hosts.add(host);
    return;
  }
  if (!isVmCollector(collector)) return;
  const hosts = inner(rows.vmReadings, vmId);
  inner(hosts, host).set(collector, { collector, reading: parseVmReading(collector, stored.reading), changedAt });
  touched.vms.add(vmId);
}

function removeReading(rows: FleetRows, host: string, collector: string, vmId: VmId | undefined, touched: TouchedRows): void {
  if (vmId === undefined) {
    rows.hostReadings.get(host)?.delete(collector);
    touched.hosts.add(host);
    return;
  }
  const hosts = rows.vmReadings.get(vmId);
  const readings = hosts?.get(host);
  readings?.delete(collector);
  if (readings?.size === 0) hosts?.delete(host);
  if (hosts?.size === 0) rows.vmReadings.delete(vmId);
  touched.vms.add(vmId);
}

function removeTarget(rows: FleetRows, host: string, touched: TouchedRows): void {
  rows.targets.delete(host);
  rows.scrapes.delete(host);
  rows.hostReadings.delete(host);
  rows.hostFindings.delete(host);
  touched.hosts.add(host);
  for (const [vmId, hosts] of rows.vmReadings) {
    if (!hosts.delete(host)) continue;
    touched.vms.add(vmId);
    if (hosts.size === 0) rows.vmReadings.delete(vmId);
  }
}

function inner<Key, InnerKey, Value>(map: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<InnerKey, Value>();
  map.set(key, made);
  return made;
}
