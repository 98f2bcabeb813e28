import type { Kysely, Selectable } from 'kysely';
import type { AlertStore, StoredNotification, StoredReceiver } from './alert-store.ts';
import type { StoreTables } from './sqlite-schema.ts';
import type { StoredTextParser } from './stored-text.ts';

const receiverKinds: readonly StoredReceiver['kind'][] = ['alertmanager', 'webhook', 'email'];

/** The read side of the outbox and its receivers. */
export function createOutboxReader(
  tables: Kysely<StoreTables>,
  parse: StoredTextParser,
): Pick<AlertStore, 'listOutbox' | 'listReceivers'> {
  return {
    async listOutbox({ receiver, limit }) {
      let query = tables.selectFrom('outbox').selectAll().where('delivered_at', 'is', null).where('refused_at', 'is', null);
      if (receiver !== undefined) query = query.where('receiver', '=', receiver);
      const rows = await query.orderBy('id').limit(limit).execute();
      return rows.map((row) => toNotification(row, parse));
    },
    async listReceivers() {
      const counts = tables
        .selectFrom('outbox')
        .select(({ fn }) => ['receiver', fn.countAll<number>().as('waiting'), fn.count<number>('refused_at').as('refused')])
        .where('delivered_at', 'is', null)
        .groupBy('receiver')
        .as('counts');
      const rows = await tables
        .selectFrom('receiver')
        .leftJoin(counts, 'counts.receiver', 'receiver.name')
        .selectAll('receiver')
        .select(['counts.waiting', 'counts.refused'])
        .orderBy('name')
        .execute();
      return rows.map((row) => ({
        name: row.name,
        kind: receiverKinds.find((known) => known === row.kind) ?? parse.corrupt('receiver.kind'),
        pending: (row.waiting ?? 0) - (row.refused ?? 0),
        refused: row.refused ?? 0,
        lastSuccessAt: row.last_success_at ?? undefined,
        lastError: parse.optionalText(row.last_error, 'receiver.last_error'),
        lastErrorAt: row.last_error_at ?? undefined,
        isFailing: row.failing === 1,
      }));
    },
  };
}

function toNotification(row: Selectable<StoreTables['outbox']>, parse: StoredTextParser): StoredNotification {
  const { id, receiver, key, attempts, created_at, next_attempt_at, batch, error } = row;
  return {
    id,
    receiver,
    key,
    payload: parse.json(row.payload, 'outbox.payload'),
    createdAt: created_at,
    attempts,
    nextAttemptAt: next_attempt_at,
    batch: batch ?? undefined,
    error: parse.optionalText(error, 'outbox.error'),
  };
}
