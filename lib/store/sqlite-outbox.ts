import type { Delivery, StoredReceiver } from './alert-store.ts';
import type { AlertStatements } from './sqlite-alert-statements.ts';
import { encodeText } from './stored-text.ts';

/** The synchronous side of the outbox and its receivers; the caller makes the transactions. */
export interface OutboxWriter {
  putReceivers(receivers: readonly Pick<StoredReceiver, 'name' | 'kind'>[]): void;
  startBatch(batch: string, ids: readonly number[]): void;
  noteDelivery(receiver: string, ids: readonly number[], delivery: Delivery): void;
  noteReceiver(receiver: string, at: number, error?: string): void;
}

/** Writes by prepared statements. */
export function createOutboxWriter(statements: AlertStatements): OutboxWriter {
  const noteReceiver: OutboxWriter['noteReceiver'] = (receiver, at, error) => {
    if (error === undefined) statements.noteSuccess.run(at, receiver);
    else statements.noteError.run(at, encodeText(error), receiver);
  };
  return {
    putReceivers(receivers) {
      const wanted = new Set(receivers.map(({ name }) => name));
      for (const { name } of statements.listReceiverNames.all() as { name: string }[]) {
        if (!wanted.has(name)) statements.deleteReceiver.run(name);
      }
      for (const { name, kind } of receivers) statements.putReceiver.run(name, kind);
      statements.deleteNotificationsOfNobody.run();
    },
    startBatch(batch, ids) {
      for (const id of ids) statements.startBatch.run(batch, id);
    },
    noteDelivery(receiver, ids, delivery) {
      for (const id of ids) noteOne(statements, id, delivery);
      noteReceiver(receiver, delivery.at, delivery.result === 'delivered' ? undefined : delivery.error);
    },
    noteReceiver,
  };
}

function noteOne(statements: AlertStatements, id: number, delivery: Delivery): void {
  switch (delivery.result) {
    case 'delivered':
      statements.noteDelivered.run(delivery.at, id);
      return;
    case 'failed':
      statements.noteFailed.run(delivery.nextAttemptAt, encodeText(delivery.error), id);
      return;
    case 'refused':
      statements.noteRefused.run(delivery.at, encodeText(delivery.error), id);
  }
}
