import { type Kysely, type Selectable, sql } from 'kysely';
import type { StoreTables } from './sqlite-schema.ts';
import type {
  EventFilter,
  RevisionDelta,
  Store,
  StoredChange,
  StoredEvent,
  StoredFinding,
  StoredHostFinding,
  StoredReading,
  StoredScrape,
  StoredTarget,
} from './store.ts';
import type { StoredTextParser } from './stored-text.ts';

/** The read side of a store. */
export type StoreReader = Pick<
  Store,
  | 'listTargets'
  | 'listScrapes'
  | 'listReadings'
  | 'listStates'
  | 'listChanges'
  | 'listEvents'
  | 'lastEventId'
  | 'listFindings'
  | 'listHostFindings'
  | 'revision'
  | 'readSince'
>;

type Tables = Kysely<StoreTables>;

/** Reads through Kysely; every query stands alone except `readSince`, which takes one snapshot. */
export function createStoreReader(tables: Tables, parse: StoredTextParser): StoreReader {
  return {
    async listTargets() {
      return (await tables.selectFrom('target').selectAll().orderBy('host').execute()).map((row) => toTarget(row, parse));
    },
    async listScrapes(filter) {
      let query = tables.selectFrom('scrape').selectAll().orderBy('host').orderBy('collector');
      if (filter?.host !== undefined) query = query.where('host', '=', filter.host);
      return (await query.execute()).map((row) => toScrape(row, parse));
    },
    async listReadings(filter) {
      let query = tables.selectFrom('reading').selectAll().orderBy('host').orderBy('collector').orderBy('vm_id');
      if (filter?.host !== undefined) query = query.where('host', '=', filter.host);
      if (filter?.vmId !== undefined) query = query.where('vm_id', '=', filter.vmId);
      if (filter?.collector !== undefined) query = query.where('collector', '=', filter.collector);
      return (await query.execute()).map((row) => toReading(row, parse));
    },
    async listStates() {
      const rows = await tables.selectFrom('collector_state').selectAll().orderBy('host').orderBy('collector').execute();
      return rows.map(({ host, collector, state }) => ({ host, collector, state: parse.json(state, 'collector_state.state') }));
    },
    async listChanges({ vmId, host, limit }) {
      let query = tables.selectFrom('change').selectAll().orderBy('id', 'desc').limit(limit);
      if (vmId !== undefined) query = query.where('vm_id', '=', vmId);
      if (host !== undefined) query = query.where('host', '=', host);
      return (await query.execute()).map((row) => toChange(row, parse));
    },
    async listEvents(filter) {
      return (await selectEvents(tables, filter).execute()).map((row) => toEvent(row, parse));
    },
    async lastEventId() {
      const query = tables.selectFrom('event').select(({ fn }) => fn.max<number | null>('id').as('last'));
      return (await query.executeTakeFirstOrThrow()).last ?? 0;
    },
    async listFindings(filter) {
      let query = tables.selectFrom('finding').selectAll().orderBy('vm_id').orderBy('code');
      if (filter?.vmId !== undefined) query = query.where('vm_id', '=', filter.vmId);
      if (filter?.code !== undefined) query = query.where('code', '=', filter.code);
      return (await query.execute()).map((row) => toFinding(row, parse));
    },
    async listHostFindings(filter) {
      let query = tables.selectFrom('host_finding').selectAll().orderBy('host').orderBy('code');
      if (filter?.host !== undefined) query = query.where('host', '=', filter.host);
      return (await query.execute()).map((row) => toHostFinding(row, parse));
    },
    revision: () => readMeta(tables, 'revision'),
    readSince: (since) => tables.transaction().execute((snapshot) => readDelta(snapshot, since, parse)),
  };
}

function selectEvents(tables: Tables, { host, vmId, kinds, severities, from, to, before, after, limit }: EventFilter) {
  let query = tables.selectFrom('event').selectAll().limit(limit);
  // The plus keeps SQLite from walking through all events by time for the few that are new: those are found by their ids.
  query = after === undefined ? query.orderBy('at', 'desc') : query.where('id', '>', after).orderBy(sql`+at`, 'desc');
  query = query.orderBy('id', 'desc');
  if (host !== undefined) query = query.where('host', '=', host);
  if (vmId !== undefined) query = query.where('vm_id', '=', vmId);
  if (kinds !== undefined) query = query.where('kind', 'in', kinds);
  if (severities !== undefined) query = query.where('severity', 'in', severities);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (before !== undefined) {
    const { at, id } = before;
    query = query.where(({ eb, or, and }) => or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]));
  }
  return query;
}

async function readMeta(tables: Tables, key: 'revision' | 'forgotten_revision'): Promise<number> {
  return (await tables.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow()).value;
}

async function readDelta(snapshot: Tables, since: number, parse: StoredTextParser): Promise<RevisionDelta> {
  const revision = await readMeta(snapshot, 'revision');
  // A revision from the future is of another file: what that reader holds says nothing about this one.
  const reset = since < (await readMeta(snapshot, 'forgotten_revision')) || since > revision;
  const from = reset ? -1 : since;
  const readings = await snapshot.selectFrom('reading').selectAll().where('revision', '>', from).orderBy('revision').execute();
  const scrapes = await snapshot.selectFrom('scrape').selectAll().where('revision', '>', from).orderBy('revision').execute();
  const targets = await snapshot.selectFrom('target').selectAll().where('revision', '>', from).orderBy('revision').execute();
  const findings = await snapshot.selectFrom('finding').selectAll().where('revision', '>', from).orderBy('revision').execute();
  const ofHosts = await snapshot
    .selectFrom('host_finding')
    .selectAll()
    .where('revision', '>', from)
    .orderBy('revision')
    .execute();
  const events = reset
    ? []
    : await snapshot.selectFrom('event').selectAll().where('revision', '>', since).orderBy('revision').execute();
  const gone = reset
    ? []
    : await snapshot.selectFrom('tombstone').selectAll().where('revision', '>', from).orderBy('revision').execute();
  return {
    revision,
    reset,
    readings: readings.map((row) => toReading(row, parse)),
    removed: gone
      .filter(({ kind }) => kind === 'reading')
      .map(({ host, collector, vm_id }) => ({ host, collector, vmId: parse.vmId(vm_id) })),
    scrapes: scrapes.map((row) => toScrape(row, parse)),
    targets: targets.map((row) => toTarget(row, parse)),
    removedTargets: gone.filter(({ kind }) => kind === 'target').map(({ host }) => host),
    findings: findings.map((row) => toFinding(row, parse)),
    clearedFindings: gone
      .filter(({ kind }) => kind === 'finding')
      .map(({ collector, vm_id }) => ({ vmId: parse.requiredVmId(vm_id), code: collector })),
    hostFindings: ofHosts.map((row) => toHostFinding(row, parse)),
    clearedHostFindings: gone
      .filter(({ kind }) => kind === 'host_finding')
      .map(({ host, collector }) => ({ host, code: collector })),
    events: events.map((row) => toEvent(row, parse)),
  };
}

function toTarget(row: Selectable<StoreTables['target']>, parse: StoredTextParser): StoredTarget {
  const { host, transport } = row;
  return { host, transport, address: parse.optionalText(row.address, 'target.address'), labels: parse.labels(row.labels) };
}

function toScrape(row: Selectable<StoreTables['scrape']>, parse: StoredTextParser): StoredScrape {
  return {
    host: row.host,
    collector: row.collector,
    outcome: parse.outcome(row.outcome),
    reason: parse.optionalText(row.reason, 'scrape.reason'),
    finishedAt: row.finished_at,
    durationMs: row.duration_ms,
    lastReadingAt: row.last_reading_at ?? undefined,
    failures: row.failures,
    nextRunAt: row.next_run_at,
    intervalSeconds: row.interval_seconds,
    frameBytes: row.frame_bytes,
  };
}

function toReading(row: Selectable<StoreTables['reading']>, parse: StoredTextParser): StoredReading {
  const { host, collector, revision } = row;
  const reading = parse.json(row.reading, 'reading.reading');
  return { host, collector, vmId: parse.vmId(row.vm_id), reading, changedAt: row.changed_at, revision };
}

function toChange(row: Selectable<StoreTables['change']>, parse: StoredTextParser): StoredChange {
  const vmId = parse.requiredVmId(row.vm_id);
  return {
    id: row.id,
    at: row.at,
    host: row.host,
    collector: row.collector,
    vmId,
    what: parse.text(row.what, 'change.what'),
    from: parse.optionalText(row.from_value, 'change.from_value'),
    to: parse.optionalText(row.to_value, 'change.to_value'),
  };
}

function toEvent(row: Selectable<StoreTables['event']>, parse: StoredTextParser): StoredEvent {
  const { id, host, collector, kind, severity, at, seen_at: seenAt } = row;
  const key = parse.text(row.key, 'event.key');
  return {
    id,
    host,
    collector,
    key,
    vmId: parse.vmId(row.vm_id),
    kind,
    severity,
    at,
    seenAt,
    detail: parse.json(row.detail, 'event.detail'),
  };
}

function toFinding(row: Selectable<StoreTables['finding']>, parse: StoredTextParser): StoredFinding {
  const { code, severity, host, since, revision } = row;
  const finding = parse.json(row.finding, 'finding.finding');
  return { vmId: parse.requiredVmId(row.vm_id), code, severity, host, since, finding, revision };
}

function toHostFinding(row: Selectable<StoreTables['host_finding']>, parse: StoredTextParser): StoredHostFinding {
  const { host, code, severity, since, revision } = row;
  return { host, code, severity, since, finding: parse.json(row.finding, 'host_finding.finding'), revision };
}
