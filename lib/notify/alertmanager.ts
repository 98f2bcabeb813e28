import type { ReceiverConfig } from '../config/notify-schema.ts';
import type { Notification } from './notification.ts';
import { authorization, postSigned } from './post.ts';
import type { Attempt, Batch, SendOutcome } from './send-outcome.ts';

type AlertmanagerReceiver = Extract<ReceiverConfig, { kind: 'alertmanager' }>;

/** Alertmanager drops a firing alert that it has not heard of for so long. Told again every minute, it may miss three times. */
const firingForMs = 240_000;

/** An alert that always fires: whoever watches Alertmanager sees by it that hvitals and the way to it work. */
export const watchdogRule = 'HvitalsWatchdog';

/** One alert as `POST /api/v2/alerts` takes it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

/**
 * One notification for Alertmanager. The labels are those of the alert alone, so that its fingerprint is the same there, and the same as of
 * the alert that Prometheus makes of the shipped rules; where it is stands in an annotation. `now`: UTC milliseconds. Pure.
 */
export function renderAlertmanagerAlert(told: Notification, now: number): PostedAlert {
  const { labels, placed, summary, description, runbook, startsAt, endsAt, url } = told;
  const host = placed.host ?? '';
  const annotations = { summary, description, runbook, host: labels.host === undefined ? host : '' };
  return {
    labels: wellFormed(labels),
    annotations: wellFormed(annotations),
    startsAt: toTime(startsAt),
    endsAt: toTime(endsAt ?? now + firingForMs),
    ...(url === null ? {} : { generatorURL: url }),
  };
}

/** The alert that always fires. `externalUrl`: of the web app. Pure. */
export function renderWatchdog(now: number, externalUrl: string | undefined): PostedAlert {
  return {
    labels: { alertname: watchdogRule, severity: 'none' },
    annotations: { summary: 'hvitals evaluates its rules and reaches this Alertmanager; once this alert is gone, it does not' },
    startsAt: toTime(now),
    endsAt: toTime(now + firingForMs),
    ...(externalUrl === undefined ? {} : { generatorURL: externalUrl }),
  };
}

/** Sends alerts to `/api/v2/alerts`. */
export function sendToAlertmanager(
  receiver: AlertmanagerReceiver,
  alerts: readonly PostedAlert[],
  attempt: Attempt,
): Promise<SendOutcome> {
  return postSigned(async () => {
    const url = new URL(receiver.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
    return { url: url.href, headers: await authorization(receiver), body: JSON.stringify(alerts) };
  }, attempt);
}

/** Sends a batch of the outbox. */
export function sendBatchToAlertmanager(
  receiver: AlertmanagerReceiver,
  { items }: Batch<Notification>,
  attempt: Attempt,
): Promise<SendOutcome> {
  return sendToAlertmanager(
    receiver,
    items.map((item) => renderAlertmanagerAlert(item, attempt.now)),
    attempt,
  );
}

/** Without empty ones, which are none to Alertmanager, and as the UTF-8 that it demands. */
function wellFormed(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === '' ? [] : [[name, text.toWellFormed()]])));
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
