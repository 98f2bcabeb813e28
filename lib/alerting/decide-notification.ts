import { inhibitedBy } from './inhibit.ts';
import { type MaintenanceWindow, windowsOf } from './maintenance.ts';
import type { Labels } from './matcher.ts';
import { type Silence, silencesOf } from './silence.ts';

/** What stands at this moment, for all alerts. */
export interface Circumstances {
  readonly silences: readonly Pick<Silence, 'id' | 'matchers' | 'startsAt' | 'endsAt'>[];
  readonly windows: readonly Pick<MaintenanceWindow, 'id' | 'matchers' | 'schedule'>[];
  /** From `drainedHosts`. */
  readonly drained: ReadonlySet<string>;
  /** From `unreachableHosts`. */
  readonly unreachable: ReadonlySet<string>;
  /** UTC milliseconds. */
  readonly now: number;
}

/** One alert, and what its receivers know of it. */
export interface AlertToTell {
  readonly rule: string;
  readonly status: 'pending' | 'firing' | 'resolved';
  /** From `placedLabels`. */
  readonly placed: Labels;
  readonly isAcknowledged: boolean;
  /** What was told of it last; undefined where nothing was since it began. */
  readonly told: 'firing' | 'resolved' | undefined;
}

/** Whether an alert is told, and why not. The same word reaches the log, the page and the metric. */
export type NotificationDecision =
  | { readonly reason: 'notify'; readonly tell: 'firing' | 'resolved' }
  | { readonly reason: 'silenced'; readonly silences: readonly string[] }
  | { readonly reason: 'maintenance'; readonly windows: readonly string[]; readonly drainedHost: string | undefined }
  | { readonly reason: 'inhibited'; readonly host: string }
  | { readonly reason: 'acknowledged' }
  | { readonly reason: 'unchanged' };

/**
 * Decides for one alert. It is made again at each evaluation, so that an alert that still fires when its silence ends is told then. Where
 * several things hold a notification back, what a person did on purpose is named first. That an alert is resolved is told always where it
 * was told that it fires, and never else: a receiver would keep it open for ever. Pure.
 */
export function decideNotification(alert: AlertToTell, circumstances: Circumstances): NotificationDecision {
  const { status, told, placed } = alert;
  if (status === 'pending' || status === told) return { reason: 'unchanged' };
  if (status === 'resolved') return told === 'firing' ? { reason: 'notify', tell: 'resolved' } : { reason: 'unchanged' };
  const { now } = circumstances;
  const silences = silencesOf(circumstances.silences, placed, now).map(({ id }) => id);
  if (silences.length > 0) return { reason: 'silenced', silences };
  const windows = windowsOf(circumstances.windows, placed, now).map(({ id }) => id);
  const drainedHost = placed.host !== undefined && circumstances.drained.has(placed.host) ? placed.host : undefined;
  if (windows.length > 0 || drainedHost !== undefined) return { reason: 'maintenance', windows, drainedHost };
  if (alert.isAcknowledged) return { reason: 'acknowledged' };
  const host = inhibitedBy(alert, placed, circumstances.unreachable);
  return host === undefined ? { reason: 'notify', tell: 'firing' } : { reason: 'inhibited', host };
}
