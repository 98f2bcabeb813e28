import type { DatabaseSync } from 'node:sqlite';

/** The statements of the write side. */
export type SqliteStatements = ReturnType<typeof prepareStatements>;

/** Prepares every statement of the write side once. */
export function prepareStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  return {
    readRevision: p(`SELECT value FROM meta WHERE key = 'revision'`),
    writeRevision: p(`UPDATE meta SET value = ? WHERE key = 'revision'`),
    forgetUpTo: p(`UPDATE meta SET value = max(value, ?) WHERE key = 'forgotten_revision'`),
    compareReading: p('SELECT reading = ? AS same FROM reading WHERE host = ? AND collector = ? AND vm_id = ?'),
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
    // A value that the table refuses must fail the transaction, so only the key may conflict.
    insertEvent: p(
      `INSERT INTO event (host, collector, key, vm_id, kind, severity, at, seen_at, detail, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (host, collector, key) DO NOTHING`,
    ),
    hasEvent: p('SELECT 1 FROM event WHERE host = ? AND collector = ? AND key = ?'),
    hosts: p(
      `SELECT host FROM target UNION SELECT host FROM scrape UNION SELECT host FROM reading UNION SELECT host FROM collector_state
       UNION SELECT host FROM host_finding`,
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
    readHostFinding: p('SELECT severity, finding FROM host_finding WHERE host = ? AND code = ?'),
    upsertHostFinding: p(
      `INSERT INTO host_finding (host, code, severity, since, finding, revision) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET severity = excluded.severity, finding = excluded.finding, revision = excluded.revision`,
    ),
    deleteHostFinding: p('DELETE FROM host_finding WHERE host = ? AND code = ?'),
    hostFindingCodes: p('SELECT code FROM host_finding WHERE host = ?'),
    upsertTombstone: p('INSERT OR REPLACE INTO tombstone (kind, host, collector, vm_id, revision, at) VALUES (?, ?, ?, ?, ?, ?)'),
    dropTombstone: p('DELETE FROM tombstone WHERE kind = ? AND host = ? AND collector = ? AND vm_id = ?'),
    newestOldTombstone: p('SELECT max(revision) AS revision FROM tombstone WHERE at < ?'),
    deleteOldTombstones: p('DELETE FROM tombstone WHERE at < ?'),
    deleteOldChanges: p('DELETE FROM change WHERE at < ?'),
    // By our own clock: that of a host may be years off.
    deleteOldEvents: p('DELETE FROM event WHERE seen_at < ?'),
  };
}
