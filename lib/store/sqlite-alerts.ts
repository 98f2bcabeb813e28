import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { AlertEventKind, AlertStore, AlertsCommit, StoredAck, StoredAlert, StoredAlertEvent } from './alert-store.ts';
import { guardFiles } from './file-guard.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { createTransactions, openReader, openWriter } from './open-sqlite.ts';
import { createAlertReader } from './sqlite-alert-reader.ts';
import { prepareAlertStatements } from './sqlite-alert-statements.ts';
import { createOutboxWriter, type OutboxWriter } from './sqlite-outbox.ts';
import type { StoreTables } from './sqlite-schema.ts';
import { toStoreError } from './store-error.ts';
import type { StoredRule } from './stored-rule.ts';
import { createStoredTextParser, encodeText } from './stored-text.ts';

/** An alert store on one SQLite file, with its connections. */
export interface OpenAlertStore extends AlertStore {
  /** As of the store. */
  isReplaced(): boolean;
  close(): Promise<void>;
}

/**
 * Opens the alerts' part of the embedded store. Both programs write here; the app waits until the collectors have made the file, and opens
 * it for writing once it has something to write. Reads and writes have a connection each, as in `openStore`.
 * @throws StoreError, also from every method
 */
export async function openAlertStore(file: string, mode: 'collectors' | 'app'): Promise<OpenAlertStore> {
  let opening: Promise<Writing> | undefined;
  const openOnce = () => {
    opening ??= openForWriting(file);
    return opening;
  };
  // Creates the file and brings it up to date, which the app never does: it only uses a file of its own version.
  if (mode === 'collectors') await openOnce();
  const tables = new Kysely<StoreTables>({ dialect: nodeSqliteDialect(await openReader(file)) });
  const guard = guardFiles(file);
  const guarded = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw toStoreError(error, file);
    }
  };
  const write = <Result>(work: (writer: Writer) => Result): Promise<Result> =>
    guarded(async () => {
      const { writer, inTransaction } = await openOnce();
      const result = inTransaction(() => {
        const done = work(writer);
        writer.moveRevision();
        return done;
      });
      guard.check();
      return result;
    });
  const reader = createAlertReader(tables, createStoredTextParser(file));
  return {
    commitAlerts: (commit) => write((writer) => writer.commitAlerts(commit)),
    putRules: (rules, load) => write((writer) => writer.putRules(rules, load)),
    putReceivers: (receivers) => write((writer) => writer.putReceivers(receivers)),
    startBatch: (batch, ids) => write((writer) => writer.startBatch(batch, ids)),
    noteDelivery: (receiver, ids, delivery) => write((writer) => writer.noteDelivery(receiver, ids, delivery)),
    noteReceiver: (receiver, at, error) => write((writer) => writer.noteReceiver(receiver, at, error)),
    noteEvaluation: (at) =>
      guarded(async () => {
        (await openOnce()).writer.noteEvaluation(at);
        guard.check();
      }),
    putSilence: (silence, event) => write((writer) => writer.putSilence(silence, event)),
    putAck: (ack) => write((writer) => writer.putAck(ack)),
    putAcks: (acks) => write((writer) => acks.filter((ack) => writer.putAck(ack)).map(({ fingerprint }) => fingerprint)),
    dropAck: (fingerprint, by, at) => write((writer) => writer.dropAck(fingerprint, by, at)),
    putMaintenance: (window, event) => write((writer) => writer.putMaintenance(window, event)),
    deleteMaintenance: (id, event) => write((writer) => writer.deleteMaintenance(id, event)),
    prune: (before) => write((writer) => writer.prune(before)),
    alertsAsOf: () => guarded(reader.alertsAsOf),
    listAlerts: () => guarded(reader.listAlerts),
    listRules: () => guarded(reader.listRules),
    listAlertEvents: (filter) => guarded(() => reader.listAlertEvents(filter)),
    listOutbox: (filter) => guarded(() => reader.listOutbox(filter)),
    listReceivers: () => guarded(reader.listReceivers),
    listSilences: () => guarded(reader.listSilences),
    listAcks: () => guarded(reader.listAcks),
    listMaintenance: () => guarded(reader.listMaintenance),
    isReplaced: guard.isReplaced,
    async close() {
      await tables.destroy();
      (await opening)?.database.close();
    },
  };
}

interface Writing {
  readonly database: DatabaseSync;
  readonly writer: Writer;
  readonly inTransaction: ReturnType<typeof createTransactions>;
}

async function openForWriting(file: string): Promise<Writing> {
  const database = await openWriter(file);
  return { database, writer: createWriter(database), inTransaction: createTransactions(database) };
}

type Writer = {
  [Name in
    | 'commitAlerts'
    | 'putRules'
    | keyof OutboxWriter
    | 'noteEvaluation'
    | 'putSilence'
    | 'putAck'
    | 'dropAck'
    | 'putMaintenance'
    | 'deleteMaintenance'
    | 'prune']: (...given: Parameters<AlertStore[Name]>) => Awaited<ReturnType<AlertStore[Name]>>;
} & { moveRevision(): void };

/** The synchronous side; the caller makes the transactions. */
function createWriter(database: DatabaseSync): Writer {
  const statements = prepareAlertStatements(database);
  const addEvent = (event: Omit<StoredAlertEvent, 'id'>): void => {
    const { at, fingerprint, rule, severity, kind, labels, detail } = event;
    statements.insertEvent.run(at, fingerprint, rule, severity, kind, encodeLabels(labels), JSON.stringify(detail));
  };
  /** What a person did about an alert that is there; false where it is not. */
  const noteDeed = (kind: AlertEventKind, { fingerprint, by, note, at }: StoredAck): boolean => {
    const alert = statements.readAlert.get(fingerprint) as { rule: string; severity: string; labels: string } | undefined;
    if (alert === undefined) return false;
    const detail = JSON.stringify(note === '' ? { by } : { by, note });
    statements.insertEvent.run(at, fingerprint, alert.rule, alert.severity, kind, alert.labels, detail);
    return true;
  };
  return {
    ...createOutboxWriter(statements),
    moveRevision() {
      statements.moveRevision.run();
      statements.markAlerts.run();
    },
    noteEvaluation: (at) => void statements.noteEvaluation.run(Math.round(at)),
    commitAlerts({ upserts, gone, events, notifications, evaluatedAt }: AlertsCommit) {
      if (evaluatedAt !== undefined) statements.noteEvaluation.run(Math.round(evaluatedAt));
      for (const alert of upserts) statements.upsertAlert.run(...toAlertRow(alert));
      for (const fingerprint of gone) {
        statements.deleteAlert.run(fingerprint);
        statements.deleteAck.run(fingerprint);
      }
      for (const event of events) addEvent(event);
      for (const { receiver, key, payload, createdAt } of notifications)
        statements.insertNotification.run(receiver, key, JSON.stringify(payload), createdAt, createdAt);
    },
    putRules(rules, { loadedAt, triedAt, ok, isFallback, everySeconds, problems }) {
      statements.deleteRules.run();
      for (const [position, rule] of rules.entries()) statements.insertRule.run(position, ...toRuleRow(rule));
      const flags = [Number(ok), Number(isFallback)] as const;
      statements.putRuleLoad.run(loadedAt, triedAt, ...flags, everySeconds, JSON.stringify(problems));
    },
    putSilence({ id, matchers, startsAt, endsAt, createdBy, comment, createdAt }, event) {
      const texts = [encodeText(createdBy), encodeText(comment)] as const;
      statements.putSilence.run(id, JSON.stringify(matchers), startsAt, endsAt, ...texts, createdAt);
      addEvent(event);
    },
    putAck(ack) {
      if (!noteDeed('acknowledged', ack)) return false;
      statements.putAck.run(ack.fingerprint, encodeText(ack.by), encodeText(ack.note), ack.at);
      return true;
    },
    dropAck(fingerprint, by, at) {
      if (Number(statements.deleteAck.run(fingerprint).changes) === 0) return false;
      return noteDeed('unacknowledged', { fingerprint, by, note: '', at });
    },
    putMaintenance({ id, name, schedule, matchers, createdBy, createdAt }, event) {
      const texts = [JSON.stringify(schedule), JSON.stringify(matchers), encodeText(createdBy)] as const;
      statements.putMaintenance.run(id, encodeText(name), ...texts, createdAt);
      addEvent(event);
    },
    deleteMaintenance(id, event) {
      if (Number(statements.deleteMaintenance.run(id).changes) === 0) return false;
      addEvent(event);
      return true;
    },
    prune(before) {
      statements.deleteOldEvents.run(before);
      statements.deleteOldSilences.run(before);
      statements.deleteOldNotifications.run(before);
    },
  };
}

function toAlertRow(alert: StoredAlert) {
  const { fingerprint, rule, status, severity, value, activeAt, firingAt, keptSince, held } = alert;
  const texts = [encodeLabels(alert.labels), encodeText(alert.summary), encodeText(alert.description)] as const;
  const numbers = [value ?? null, activeAt, firingAt ?? null, keptSince ?? null] as const;
  const told = [
    encodeLabels(alert.placed),
    held === undefined ? null : JSON.stringify(held),
    JSON.stringify(alert.told),
  ] as const;
  return [fingerprint, rule, status, severity, ...texts, ...numbers, ...told] as const;
}

function toRuleRow({ name, file, line, source, severity, definition, series, error }: StoredRule) {
  const texts = [name, encodeText(file), line, source, severity, JSON.stringify(definition)] as const;
  return [...texts, series ?? null, error === undefined ? null : encodeText(error)] as const;
}

function encodeLabels(labels: StoredAlert['labels']): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
