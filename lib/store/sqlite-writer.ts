import type { DatabaseSync } from 'node:sqlite';
import type { VmId } from '#lib/model/vm-id.ts';
import { createTransactions } from './open-sqlite.ts';
import { prepareStatements, type SqliteStatements } from './sqlite-statements.ts';
import type { FindingsCommit, HostFindingsCommit, StoredEvent, StoredTarget, TickCommit } from './store.ts';
import { encodeOptionalText, encodeText } from './stored-text.ts';

/** The synchronous write side on one connection: each method is one transaction and returns the newest revision. */
export interface SqliteWriter {
  commitTick(tick: TickCommit): number;
  commitFindings(commit: FindingsCommit): number;
  commitHostFindings(commit: HostFindingsCommit): number;
  commitEvents(events: readonly Omit<StoredEvent, 'id'>[]): number;
  replaceTargets(targets: readonly StoredTarget[], now: number): number;
  prune(before: number): void;
}

/** Hands out revisions inside one transaction: each call is the next one. */
type NextRevision = () => number;

/** Prepares every statement once. Cost of a tick follows the rows that it names, never the size of the store. */
export function createSqliteWriter(database: DatabaseSync): SqliteWriter {
  const statements = prepareStatements(database);
  const inTransaction = createTransactions(database);
  const withRevisions = (work: (next: NextRevision) => void): number =>
    inTransaction(() => {
      const before = Number(statements.readRevision.get()?.value);
      let revision = before;
      work(() => ++revision);
      if (revision !== before) statements.writeRevision.run(revision);
      return revision;
    });
  return {
    commitTick: (tick) => withRevisions((next) => writeTick(statements, tick, next)),
    commitFindings: (commit) => withRevisions((next) => writeFindings(statements, commit, next)),
    commitHostFindings: (commit) => withRevisions((next) => writeHostFindings(statements, commit, next)),
    commitEvents: (events) => withRevisions((next) => writeEvents(statements, events, next)),
    replaceTargets: (targets, now) => withRevisions((next) => writeTargets(statements, targets, now, next)),
    prune: (before) => inTransaction(() => dropOld(statements, before)),
  };
}

function writeTick(statements: SqliteStatements, tick: TickCommit, next: NextRevision): void {
  const { host, at } = tick;
  for (const { collector, vmId } of tick.removals) removeReading(statements, { host, collector, vm_id: vmId ?? '' }, at, next);
  for (const { collector, vmId, reading } of tick.upserts) {
    upsertReading(statements, { host, collector, vm_id: vmId ?? '' }, JSON.stringify(reading), at, next);
  }
  for (const scrape of tick.scrapes) {
    statements.upsertScrape.run(
      host,
      scrape.collector,
      scrape.outcome,
      encodeOptionalText(scrape.reason),
      scrape.finishedAt,
      scrape.durationMs,
      scrape.lastReadingAt ?? null,
      scrape.failures,
      scrape.nextRunAt,
      scrape.intervalSeconds,
      scrape.frameBytes,
      next(),
    );
  }
  for (const { collector, state } of tick.states) statements.upsertState.run(host, collector, JSON.stringify(state));
  for (const change of tick.changes) {
    const [from, to] = [encodeOptionalText(change.from), encodeOptionalText(change.to)];
    statements.insertChange.run(change.at, host, change.collector, change.vmId, encodeText(change.what), from, to);
  }
  writeEvents(
    statements,
    tick.events.map((event) => ({ ...event, host })),
    next,
  );
}

function writeEvents(statements: SqliteStatements, events: readonly Omit<StoredEvent, 'id'>[], next: NextRevision): void {
  for (const { host, collector, key, vmId, kind, severity, at, seenAt, detail } of events) {
    const keyText = encodeText(key);
    // Looked for first, so that what is there already takes no revision.
    if (statements.hasEvent.get(host, collector, keyText) !== undefined) continue;
    const text = JSON.stringify(detail);
    statements.insertEvent.run(host, collector, keyText, vmId ?? '', kind, severity, at, seenAt, text, next());
  }
}

interface ReadingKey {
  readonly host: string;
  readonly collector: string;
  readonly vm_id: VmId | '';
}

function upsertReading(statements: SqliteStatements, key: ReadingKey, text: string, at: number, next: NextRevision): void {
  const { host, collector, vm_id } = key;
  // The comparison comes first, so that an unchanged reading takes no revision and writes no page. SQLite makes it, so that no text is read.
  const stored = statements.compareReading.get(text, host, collector, vm_id);
  if (stored?.same === 1) return;
  statements.upsertReading.run(host, collector, vm_id, text, at, next());
  // What stands there has no tombstone: it took its own away when it came.
  if (stored === undefined) statements.dropTombstone.run('reading', host, collector, vm_id);
}

function removeReading(statements: SqliteStatements, key: ReadingKey, at: number, next: NextRevision): void {
  const { host, collector, vm_id } = key;
  const { changes } = statements.deleteReading.run(host, collector, vm_id);
  if (Number(changes) > 0) statements.upsertTombstone.run('reading', host, collector, vm_id, next(), at);
}

function writeFindings(statements: SqliteStatements, { upserts, cleared, at }: FindingsCommit, next: NextRevision): void {
  for (const { vmId, code } of cleared) {
    const { changes } = statements.deleteFinding.run(vmId, code);
    if (Number(changes) > 0) statements.upsertTombstone.run('finding', '', code, vmId, next(), at);
  }
  for (const { vmId, code, severity, host, since, finding } of upserts) {
    const text = JSON.stringify(finding);
    const stored = statements.readFinding.get(vmId, code);
    if (stored !== undefined && stored.severity === severity && stored.host === host && stored.finding === text) continue;
    statements.upsertFinding.run(vmId, code, severity, host, since, text, next());
    statements.dropTombstone.run('finding', '', code, vmId);
  }
}

function writeHostFindings(statements: SqliteStatements, { upserts, cleared, at }: HostFindingsCommit, next: NextRevision): void {
  for (const { host, code } of cleared) removeHostFinding(statements, host, code, at, next);
  for (const { host, code, severity, since, finding } of upserts) {
    const text = JSON.stringify(finding);
    const stored = statements.readHostFinding.get(host, code);
    if (stored !== undefined && stored.severity === severity && stored.finding === text) continue;
    statements.upsertHostFinding.run(host, code, severity, since, text, next());
    statements.dropTombstone.run('host_finding', host, code, '');
  }
}

function removeHostFinding(statements: SqliteStatements, host: string, code: string, at: number, next: NextRevision): void {
  const { changes } = statements.deleteHostFinding.run(host, code);
  if (Number(changes) > 0) statements.upsertTombstone.run('host_finding', host, code, '', next(), at);
}

/**
 * Everything of a host that is not in the list goes, also rows that a late tick wrote after its target had gone. Each reading
 * leaves a tombstone of its own, so that a target that comes back does not hide from a reader what went in between.
 */
function writeTargets(statements: SqliteStatements, targets: readonly StoredTarget[], now: number, next: NextRevision): void {
  const wanted = new Map(targets.map((target) => [target.host, target]));
  for (const { host } of statements.hosts.all() as { host: string }[]) {
    if (wanted.has(host)) continue;
    for (const key of statements.readingKeys.all(host) as { collector: string; vm_id: VmId | '' }[]) {
      removeReading(statements, { host, ...key }, now, next);
    }
    for (const { code } of statements.hostFindingCodes.all(host) as { code: string }[]) {
      removeHostFinding(statements, host, code, now, next);
    }
    statements.deleteScrapes.run(host);
    statements.deleteStates.run(host);
    statements.deleteTarget.run(host);
    statements.upsertTombstone.run('target', host, '', '', next(), now);
  }
  for (const target of wanted.values()) {
    const row = [target.transport, encodeOptionalText(target.address), sortedLabels(target.labels)] as const;
    const stored = statements.readTarget.get(target.host);
    if (stored !== undefined && stored.transport === row[0] && stored.address === row[1] && stored.labels === row[2]) continue;
    statements.upsertTarget.run(target.host, ...row, next());
    statements.dropTombstone.run('target', target.host, '', '');
  }
}

/** Same labels, same text: the order in which the file names them is no change. */
function sortedLabels(labels: StoredTarget['labels']): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function dropOld(statements: SqliteStatements, before: number): void {
  const forgotten = statements.newestOldTombstone.get(before)?.revision;
  if (typeof forgotten === 'number') statements.forgetUpTo.run(forgotten);
  statements.deleteOldTombstones.run(before);
  statements.deleteOldChanges.run(before);
  statements.deleteOldEvents.run(before);
}
