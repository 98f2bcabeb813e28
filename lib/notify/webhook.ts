import { createHmac } from 'node:crypto';
import type { ReceiverConfig } from '../config/notify-schema.ts';
import type { Notification } from './notification.ts';
import { authorization, postSigned } from './post.ts';
import { readSecret } from './read-secret.ts';
import type { Attempt, Batch, SendOutcome } from './send-outcome.ts';

type WebhookReceiver = Extract<ReceiverConfig, { kind: 'webhook' }>;

/** The JSON of a webhook, documented in docs/notifications.md. `now`: UTC milliseconds. Pure. */
export function renderWebhook({ id, receiver, items }: Batch<Notification>, now: number): string {
  const body = {
    version: 1,
    receiver,
    batchId: id,
    sentAt: toTime(now),
    alerts: items.map(({ startsAt, endsAt, ...rest }) => ({
      ...rest,
      startsAt: toTime(startsAt),
      endsAt: endsAt === null ? null : toTime(endsAt),
    })),
  };
  // Half a character that a guest wrote is JSON to some parsers only.
  return JSON.stringify(body, (_key, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}

/** The value of `x-hvitals-signature`: HMAC-SHA256 over `seconds.body`, seconds of Unix time. Pure. */
export function signWebhook(secret: string, body: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Sends a batch, signed where the receiver has a secret for it. */
export function sendWebhook(receiver: WebhookReceiver, batch: Batch<Notification>, attempt: Attempt): Promise<SendOutcome> {
  return postSigned(async () => {
    const body = renderWebhook(batch, attempt.now);
    const signature =
      receiver.hmac === undefined
        ? {}
        : { 'x-hvitals-signature': signWebhook(await readSecret(receiver.hmac), body, attempt.now) };
    return {
      url: receiver.url,
      headers: { 'x-hvitals-batch': batch.id, ...signature, ...(await authorization(receiver)) },
      body,
    };
  }, attempt);
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
