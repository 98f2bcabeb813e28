import { z } from 'zod';

export const apiAck = z.object({ by: z.string(), note: z.string(), at: z.number() });

/** An alert that is pending or firing, with who took it up and why nobody is told of it. Times are UTC milliseconds. */
export const apiStandingAlert = z.object({
  fingerprint: z.string(),
  rule: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  status: z.enum(['pending', 'firing']),
  summary: z.string(),
  description: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Null where it is no number. */
  value: z.number().nullable(),
  activeAt: z.number(),
  firingAt: z.number().nullable(),
  ack: apiAck.nullable(),
  /** Null where it waits for somebody, or is pending. */
  held: z.enum(['silenced', 'maintenance', 'inhibited', 'acknowledged']).nullable(),
});

/** What somebody did about an alert. Times are UTC milliseconds. */
export const apiAlertMark = z.object({
  kind: z.enum(['acknowledged', 'unacknowledged']),
  at: z.number(),
  by: z.string(),
  note: z.string(),
});

/** One time that an alert fired (lib/derive/alert-intervals.ts). Times are UTC milliseconds. */
export const apiAlertInterval = z.object({
  fingerprint: z.string(),
  rule: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  /** Null where it fired before anything is told. */
  from: z.number().nullable(),
  /** Null where it fires still, or nothing tells when it ended. */
  to: z.number().nullable(),
  end: z.enum(['open', 'resolved', 'unknown']),
  marks: z.array(apiAlertMark),
});

/** A silence that hits alerts of the subject, as far as it lies in the span. */
export const apiSilenceSpan = z.object({ id: z.string(), from: z.number(), to: z.number(), by: z.string(), comment: z.string() });

/**
 * Answer of `/api/v1/vms/{vmId}/alerts` and `/api/v1/hosts/{host}/alerts`: what stands now about one VM or one host itself, and when its
 * alerts fired over a span. Times are UTC milliseconds. Texts may hold what guests and people wrote.
 */
export const apiSubjectAlerts = z.object({
  revision: z.number().int(),
  from: z.number(),
  to: z.number(),
  /** Firing ones that wait for somebody first, then by severity and age. */
  standing: z.array(apiStandingAlert),
  /** Of a host: how many alerts fire about VMs that are on it now. */
  firingOfVms: z.number().int(),
  /** Oldest first. */
  intervals: z.array(apiAlertInterval),
  silences: z.array(apiSilenceSpan),
  /** More happened than is gone through at once: what is older than this is missing. */
  completeFrom: z.number().nullable(),
});

export type ApiStandingAlert = z.infer<typeof apiStandingAlert>;
export type ApiAlertInterval = z.infer<typeof apiAlertInterval>;
export type ApiAlertMark = z.infer<typeof apiAlertMark>;
export type ApiSilenceSpan = z.infer<typeof apiSilenceSpan>;
export type ApiSubjectAlerts = z.infer<typeof apiSubjectAlerts>;
