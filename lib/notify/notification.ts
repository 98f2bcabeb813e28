import { z } from 'zod';

const labels = z.record(z.string(), z.string());

/** What a receiver is told of one alert, as the outbox keeps it. Texts may hold what guests wrote. Times are UTC milliseconds. */
export const notification = z.object({
  /** The same for ever for the same fact, so that a receiver can tell a second delivery. */
  key: z.string(),
  status: z.enum(['firing', 'resolved']),
  fingerprint: z.string(),
  rule: z.string(),
  severity: z.string(),
  labels,
  /** The labels with those of the place where its subject is. */
  placed: labels,
  summary: z.string(),
  description: z.string(),
  /** Page that says what to do, as the rule names it. */
  runbook: z.string(),
  /** Null where it is no number. */
  value: z.number().nullable(),
  startsAt: z.number(),
  /** Null while it fires. */
  endsAt: z.number().nullable(),
  /** Page of the web app; null where its address is not configured. */
  url: z.string().nullable(),
});
export type Notification = z.infer<typeof notification>;

/** Of a fact that an alert fires since then, or that the one which fired since then is resolved. Pure. */
export function notificationKey(fingerprint: string, firingAt: number, status: Notification['status']): string {
  return `${fingerprint}-${Math.round(firingAt)}-${status}`;
}

/** Page of the web app about the subject of an alert; null without its address. Pure. */
export function alertUrl(externalUrl: string | undefined, placed: Readonly<Record<string, string>>): string | null {
  if (externalUrl === undefined) return null;
  const base = externalUrl.replace(/\/+$/, '');
  if (placed.vm_id !== undefined) return `${base}/vms/${encodeURIComponent(placed.vm_id.toWellFormed())}`;
  if (placed.host !== undefined) return `${base}/hosts/${encodeURIComponent(placed.host.toWellFormed())}`;
  return `${base}/alerts`;
}
