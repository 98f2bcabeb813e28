import { z } from 'zod';
import { apiStandingAlert } from './subject-alerts.ts';

const count = z.number().int().nonnegative();
const severity = z.enum(['critical', 'warning', 'info']);

/** An alert that fires at the end of the shift. */
export const apiOpenAlert = z.object({
  ...apiStandingAlert.shape,
  /** It began to fire within the span. */
  isNew: z.boolean(),
  /** How often it began to fire within the span. */
  times: count,
});

/** An alert that fired within the span and no longer does. Times are UTC milliseconds. */
export const apiPassedAlert = z.object({
  fingerprint: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Firings within the span. */
  times: count,
  /** When the first of them began; null where that was before the span. */
  from: z.number().nullable(),
  /** When the last of them ended; null where nothing tells. */
  to: z.number().nullable(),
  /** How long it fired within the span, in all, milliseconds; firings whose end is not told count nothing. */
  firedMs: z.number(),
});

/** The alerts of one rule that came and went. */
export const apiPassedGroup = z.object({
  rule: z.string(),
  severity,
  times: count,
  firedMs: z.number(),
  /** Those that fired longest first, as many as are listed. */
  alerts: z.array(apiPassedAlert),
  /** How many there are. */
  count,
});

/** What somebody did about alerts. Texts are what people wrote. */
export const apiDeed = z.object({
  id: count,
  at: z.number(),
  /** A kind of event of the store: acknowledged, unacknowledged, silenced, silence-ended and others. */
  kind: z.string(),
  by: z.string(),
  note: z.string(),
  /** What it is about: a rule and the VM or host, or the matchers of a silence; empty where nothing says it. */
  about: z.string(),
});

/** Answer of `/api/v1/handover`: what a shift hands over to the next one. Times are UTC milliseconds. */
export const apiHandover = z.object({
  revision: z.number().int(),
  hours: z.number().int(),
  from: z.number(),
  to: z.number(),
  /** Firings: what fired at the beginning, and what began, less what ended, is what fires now. */
  numbers: z.object({ firingBefore: count, began: count, ended: count, firing: count, waiting: count }),
  /** Firing ones that wait for somebody first, then by severity and age; as many as are listed, the numbers count all. */
  open: z.array(apiOpenAlert),
  /** Most firings first. */
  passed: z.array(apiPassedGroup),
  /** Newest first. */
  deeds: z.array(apiDeed),
  /** Events of power by kind, gravest and most first. */
  power: z.array(z.object({ kind: z.string(), severity: z.string(), count })),
  migrations: z.object({ finished: count, failed: count, running: count }),
  /** More happened than is gone through at once: what is older than this is missing. */
  completeFrom: z.number().nullable(),
});

export type ApiHandover = z.infer<typeof apiHandover>;
export type ApiOpenAlert = z.infer<typeof apiOpenAlert>;
export type ApiPassedGroup = z.infer<typeof apiPassedGroup>;
export type ApiPassedAlert = z.infer<typeof apiPassedAlert>;
export type ApiDeed = z.infer<typeof apiDeed>;
