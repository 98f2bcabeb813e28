import type { DatabaseSync } from 'node:sqlite';
import type { VmId } from '#lib/model/vm-id.ts';
import { inTransaction } from './open-sqlite.ts';
import type { FindingsCommit, StoredTarget, TickCommit } from './store.ts';
import { encodeOptionalText, encodeText } from './stored-text.ts';

/** The synchronous write side on one connection: each method is one transaction and returns the newest revision. */
export interface SqliteWriter {
  commitTick(tick: TickCommit): number;
  commitFindings(commit: FindingsCommit): number;
  replaceTargets(targets: readonly StoredTarget[], now: number): number;
  prune(before: number): void;
}

/** Hands out revisions inside one transaction: each call is the next one. */
type NextRevision = () => number;

/** Prepares every statement once. Cost of a tick follows the rows that it names, never the size of the store. */
export function createSqliteWriter(database: DatabaseSync): SqliteWriter {
  const statements = prepareStatements(database);
  const withRevisions = (work: (next: NextRevision) => void): number =>
    inTransaction(database, () => {
      const before = Number(statements.readRevision.get()?.value);
      let revision = before;
      work(() => ++revision);
      if (revision !== before) statements.writeRevision.run(revision);
      return revision;
    });
  return {
    commitTick: (tick) => withRevisions((next) => writeTick(statements, tick, next)),
    commitFindings: (commit) => withRevisions((next) => writeFindings(statements, commit, next)),
    replaceTargets: (targets, now) => withRevisions((next) => writeTargets(statements, targets, now, next)),
    prune: (before) => inTransaction(database, () => dropOld(statements, before)),
  };
}

function writeTick(statements: Statements, tick: TickCommit, next: NextRevision): void {
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
}

interface ReadingKey {
  readonly host: string;
  readonly collector: string;
  readonly vm_id: VmId | '';
}

function upsertReading(statements: Statements, key: ReadingKey, text: string, at: number, next: NextRevision): void {
  const { host, collector, vm_id } = key;
  // The comparison comes first, so that an unchanged reading takes no revision and writes no page.
  if (statements.readReading.get(host, collector, vm_id)?.reading === text) return;
  statements.upsertReading.run(host, collector, vm_id, text, at, next());
  statements.dropTombstone.run('reading', host, collector, vm_id);
}

function removeReading(statements: Statements, key: ReadingKey, at: number, next: NextRevision): void {
  const { host, collector, vm_id } = key;
  const { changes } = statements.deleteReading.run(host, collector, vm_id);
  if (Number(changes) > 0) statements.upsertTombstone.run('reading', host, collector, vm_id, next(), at);
}

function writeFindings(statements: Statements, { upserts, cleared, at }: FindingsCommit, next: NextRevision): void {
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

/**
 * Everything of a host that is not in the list goes, also rows that a late tick wrote after its target had gone. Each reading
 * leaves a tombstone of its own, so that a target that comes back does not hide from a reader what went in between.
 */
function writeTargets(statements: Statements, targets: readonly StoredTarget[], now: number, next: NextRevision): void {
  const wanted = new Map(targets.map((target) => [target.host, target]));
  for (const { host } of statements.hosts.all() as { host: string }[]) {
    if (wanted.has(host)) continue;
    for (const key of statements.readingKeys.all(host) as { collector: string; vm_id: VmId | '' }[]) {
      removeReading(statements, { host, ...key }, now, next);
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

function dropOld(statements: Statements, before: number): void {
  const forgotten = statements.newestOldTombstone.get(before)?.revision;
  if (typeof forgotten === 'number') statements.forgetUpTo.run(forgotten);
  statements.deleteOldTombstones.run(before);
  statements.deleteOldChanges.run(before);
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  return {
    readRevision: p(`SELECT value FROM meta WHERE key = 'revision'`),
    writeRevision: p(`UPDATE meta SET value = ? WHERE key = 'revision'`),
    forgetUpTo: p(`UPDATE meta SET value = max(value, ?) WHERE key = 'forgotten_revision'`),
    readReading: p('SELECT reading FROM reading WHERE host = ? AND collector = ? AND vm_id = ?'),
    upsertReading: p(
      `INSERT INTO reading (host, collector, vm_id, reading, changed_at, revision) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET reading = excluded.reading, changed_at = excluded.changed_at, revision = excluded.revision`,
    ),
    deleteReading: p('DELETE FROM reading WHERE host = ? AND collector = ? AND vm_id = ?'),
    readingKeys: p('SELECT collector, vm_id FROM reading WHERE host = ?'),
    upsertScrape: p(
      `INSERT OR REPLACE INTO scrape (host, collector, outcome, reason, finished_at, duration_ms, last_reading_at, failures,
       next_run_at, interval_seconds, frame_bytes, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    deleteScrapes: p('DELETE FROM scrape WHERE host = ?'),
    upsertState: p('INSERT OR REPLACE INTO collector_state (host, collector, state) VALUES (?, ?, ?)'),
    deleteStates: p('DELETE FROM collector_state WHERE host = ?'),
    insertChange: p('INSERT INTO change (at, host, collector, vm_id, what, from_value, to_value) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    hosts: p(
      `SELECT host FROM target UNION SELECT host FROM scrape UNION SELECT host FROM reading UNION SELECT host FROM collector_state`,
    ),
    readTarget: p('SELECT transport, address, labels FROM target WHERE host = ?'),
    upsertTarget: p('INSERT OR REPLACE INTO target (host, transport, address, labels, revision) VALUES (?, ?, ?, ?, ?)'),
    deleteTarget: p('DELETE FROM target WHERE host = ?'),
    readFinding: p('SELECT severity, host, finding FROM finding WHERE vm_id = ? AND code = ?'),
    upsertFinding: p(
      // A finding that holds already keeps its since.
      `INSERT INTO finding (vm_id, code, severity, host, since, finding, revision) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET severity = excluded.severity, host = excluded.host, finding = excluded.finding,
       revision = excluded.revision`,
    ),
    deleteFinding: p('DELETE FROM finding WHERE vm_id = ? AND code = ?'),
    upsertTombstone: p('INSERT OR REPLACE INTO tombstone (kind, host, collector, vm_id, revision, at) VALUES (?, ?, ?, ?, ?, ?)'),
    dropTombstone: p('DELETE FROM tombstone WHERE kind = ? AND host = ? AND collector = ? AND vm_id = ?'),
    newestOldTombstone: p('SELECT max(revision) AS revision FROM tombstone WHERE at < ?'),
    deleteOldTombstones: p('DELETE FROM tombstone WHERE at < ?'),
    deleteOldChanges: p('DELETE FROM change WHERE at < ?'),
  };
}
