import type { Kysely, Selectable } from 'kysely';
import type { HeldBack } from '#lib/model/alert.ts';
import type { Json } from '#lib/model/json.ts';
import { type AlertEventKind, type AlertStore, alertEventKinds, type StoredAlert, type StoredAlertEvent } from './alert-store.ts';
import { createOutboxReader } from './sqlite-outbox-reader.ts';
import { listRules } from './sqlite-rules.ts';
import type { StoreTables } from './sqlite-schema.ts';
import type { StoredTextParser } from './stored-text.ts';

/** The read side of an alert store. */
export type AlertReader = Pick<
  AlertStore,
  | 'alertsAsOf'
  | 'listAlerts'
  | 'listRules'
  | 'listAlertEvents'
  | 'listOutbox'
  | 'listReceivers'
  | 'listSilences'
  | 'listAcks'
  | 'listMaintenance'
>;

/** Reads through Kysely; every query stands alone. */
export function createAlertReader(tables: Kysely<StoreTables>, parse: StoredTextParser): AlertReader {
  return {
    async alertsAsOf() {
      const keys = ['alerts_revision', 'alerts_evaluated_at'];
      const rows = await tables.selectFrom('meta').selectAll().where('key', 'in', keys).execute();
      const value = (key: string) => rows.find((row) => row.key === key)?.value;
      return { revision: value('alerts_revision') ?? 0, evaluatedAt: value('alerts_evaluated_at') };
    },
    async listAlerts() {
      const rows = await tables.selectFrom('alert').selectAll().orderBy('rule').orderBy('fingerprint').execute();
      return rows.map((row) => toAlert(row, parse));
    },
    listRules: () => listRules(tables, parse),
    async listAlertEvents({ fingerprint, rule, label, from, before, limit }) {
      let query = tables.selectFrom('alert_event').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
      if (rule !== undefined) query = query.where('rule', '=', rule);
      // Labels are stored as JSON pairs: what a guest wrote has its quotes escaped, so that it cannot look like another label.
      if (label !== undefined) {
        const pair = JSON.stringify([label.name, label.value]);
        query = query.where(({ eb, fn, val }) => eb(fn<number>('instr', ['labels', val(pair)]), '>', 0));
      }
      if (from !== undefined) query = query.where('at', '>=', from);
      if (before !== undefined) {
        const { at, id } = before;
        query = query.where(({ eb, or, and }) => or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]));
      }
      return (await query.execute()).map(
        (row): StoredAlertEvent => ({
          ...row,
          kind: toKind(row.kind, parse),
          labels: toLabels(row.labels, 'alert_event.labels', parse),
          detail: parse.json(row.detail, 'alert_event.detail'),
        }),
      );
    },
    ...createOutboxReader(tables, parse),
    async listSilences() {
      const rows = await tables.selectFrom('silence').selectAll().orderBy('ends_at', 'desc').orderBy('id').execute();
      return rows.map(({ id, matchers, starts_at, ends_at, created_by, comment, created_at }) => ({
        id,
        matchers: parse.json(matchers, 'silence.matchers'),
        startsAt: starts_at,
        endsAt: ends_at,
        createdBy: parse.text(created_by, 'silence.created_by'),
        comment: parse.text(comment, 'silence.comment'),
        createdAt: created_at,
      }));
    },
    async listAcks() {
      const rows = await tables.selectFrom('ack').selectAll().orderBy('fingerprint').execute();
      return rows.map((row) => ({ ...row, by: parse.text(row.by, 'ack.by'), note: parse.text(row.note, 'ack.note') }));
    },
    async listMaintenance() {
      const rows = await tables.selectFrom('maintenance').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(({ id, name, schedule, matchers, created_by, created_at }) => ({
        id,
        name: parse.text(name, 'maintenance.name'),
        schedule: parse.json(schedule, 'maintenance.schedule'),
        matchers: parse.json(matchers, 'maintenance.matchers'),
        createdBy: parse.text(created_by, 'maintenance.created_by'),
        createdAt: created_at,
      }));
    },
  };
}

function toLabels(text: string, column: string, parse: StoredTextParser): Readonly<Record<string, string>> {
  return Object.fromEntries(parse.json(text, column) as [string, string][]);
}

function toAlert(row: Selectable<StoreTables['alert']>, parse: StoredTextParser): StoredAlert {
  return {
    fingerprint: row.fingerprint,
    rule: row.rule,
    status: row.status === 'firing' ? 'firing' : 'pending',
    severity: row.severity,
    labels: toLabels(row.labels, 'alert.labels', parse),
    summary: parse.text(row.summary, 'alert.summary'),
    description: parse.text(row.description, 'alert.description'),
    value: row.value ?? undefined,
    activeAt: row.active_at,
    firingAt: row.firing_at ?? undefined,
    keptSince: row.kept_since ?? undefined,
    placed: toLabels(row.placed, 'alert.placed', parse),
    held: row.held === null ? undefined : toHeld(parse.json(row.held, 'alert.held'), parse),
    told: toTexts(parse.json(row.told, 'alert.told'), parse),
  };
}

function toHeld(stored: Json, parse: StoredTextParser): HeldBack {
  const reasons: readonly HeldBack['reason'][] = ['silenced', 'maintenance', 'inhibited', 'acknowledged'];
  const reason = typeof stored === 'object' && stored !== null && 'reason' in stored ? stored.reason : undefined;
  return reasons.some((known) => known === reason) ? (stored as HeldBack) : parse.corrupt('alert.held');
}

function toTexts(stored: Json, parse: StoredTextParser): readonly string[] {
  return Array.isArray(stored) ? stored.map(String) : parse.corrupt('alert.told');
}

/** Another version may know others; it also writes another version of the file. */
function toKind(text: string, parse: StoredTextParser): AlertEventKind {
  return alertEventKinds.find((known) => known === text) ?? parse.corrupt('alert_event.kind');
}
