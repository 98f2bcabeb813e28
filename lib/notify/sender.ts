import type { ReceiverConfig } from '../config/notify-schema.ts';
import { renderAlertmanagerAlert, renderWatchdog, sendBatchToAlertmanager, sendToAlertmanager } from './alertmanager.ts';
import { sendEmail } from './email.ts';
import type { Notification } from './notification.ts';
import type { Attempt, Batch, SendOutcome } from './send-outcome.ts';
import { sendWebhook } from './webhook.ts';

/** How one receiver is told. */
export interface Sender {
  /** How long the first notification waits for others. */
  readonly groupWaitMs: number;
  /** Notifications of one batch at most. */
  readonly most: number;
  send(batch: Batch<Notification>, attempt: Attempt): Promise<SendOutcome>;
  /** What is said besides, again and again: all that fires, and that hvitals works. */
  readonly repeat?: {
    isNeeded(firing: readonly Notification[], isAlive: boolean): boolean;
    send(firing: readonly Notification[], isAlive: boolean, attempt: Attempt): Promise<SendOutcome>;
  };
}

/** Of one request to Alertmanager. */
const mostPosted = 500;

/** `externalUrl`: of the web app. */
export function createSender(receiver: ReceiverConfig, externalUrl: string | undefined): Sender {
  switch (receiver.kind) {
    case 'alertmanager':
      return {
        groupWaitMs: 0,
        most: mostPosted,
        send: (batch, attempt) => sendBatchToAlertmanager(receiver, batch, attempt),
        repeat: {
          isNeeded: (firing, isAlive) => firing.length > 0 || (receiver.watchdog && isAlive),
          send(firing, isAlive, attempt) {
            const alerts = [
              ...(receiver.watchdog && isAlive ? [renderWatchdog(attempt.now, externalUrl)] : []),
              ...firing.map((told) => renderAlertmanagerAlert(told, attempt.now)),
            ];
            return sendInPieces(alerts, (piece) => sendToAlertmanager(receiver, piece, attempt));
          },
        },
      };
    case 'webhook':
      return { groupWaitMs: 0, most: 100, send: (batch, attempt) => sendWebhook(receiver, batch, attempt) };
    case 'email':
      return {
        groupWaitMs: receiver.groupWaitSeconds * 1_000,
        most: 1_000,
        send: (batch, attempt) => sendEmail(receiver, batch, externalUrl, attempt),
      };
  }
}

/** One request after the other, up to the first that is not delivered. */
async function sendInPieces<Item>(
  items: readonly Item[],
  send: (piece: readonly Item[]) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  for (let at = 0; at < items.length; at += mostPosted) {
    const outcome = await send(items.slice(at, at + mostPosted));
    if (outcome.result !== 'delivered') return outcome;
  }
  return { result: 'delivered' };
}
