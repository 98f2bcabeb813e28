import type { Alert } from '#lib/model/alert.ts';
import type { Json } from '#lib/model/json.ts';

/** An alert as it is stored. */
export interface StoredAlert extends Alert {
  /** Since when it fires only because its rule keeps it; undefined while its condition holds. */
  readonly keptSince: number | undefined;
  /** Names of the receivers that were told that it fires, and not yet that it is resolved. */
  readonly told: readonly string[];
}

/** What can happen to an alert. The first four are the engine's, the others what people did about it. */
export const alertEventKinds = [
  'pending',
  'firing',
  'resolved',
  'inactive',
  'acknowledged',
  'unacknowledged',
  'silenced',
  'silence-ended',
] as const;
export type AlertEventKind = (typeof alertEventKinds)[number];

export interface StoredAlertEvent {
  readonly id: number;
  readonly at: number;
  /** '' where it is about no single alert, such as a silence. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: string;
  readonly kind: AlertEventKind;
  readonly labels: Readonly<Record<string, string>>;
  /** Who, why, value: facts of this kind. */
  readonly detail: Json;
}

/** Which events to list; absent parts restrict nothing. */
export interface AlertEventFilter {
  readonly fingerprint?: string;
  readonly rule?: string;
  /** Events of alerts that carry this label, such as `vm_id`. */
  readonly label?: { readonly name: string; readonly value: string };
  readonly from?: number;
  readonly before?: { readonly at: number; readonly id: number };
  readonly limit: number;
}

/** A notification that is due, or was delivered. A receiver that has seen `key` already may drop it. */
export interface StoredNotification {
  readonly id: number;
  readonly receiver: string;
  readonly key: string;
  readonly payload: Json;
  readonly createdAt: number;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly deliveredAt: number | undefined;
  /** Why the last attempt failed. */
  readonly error: string | undefined;
}

export interface StoredSilence {
  readonly id: string;
  readonly matchers: Json;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly createdAt: number;
}

export interface StoredAck {
  readonly fingerprint: string;
  readonly by: string;
  readonly note: string;
  readonly at: number;
}

export interface StoredMaintenance {
  readonly id: string;
  readonly name: string;
  readonly schedule: Json;
  readonly matchers: Json;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** What one evaluation changed. An alert that goes takes its acknowledgement along: the next one is another occasion. */
export interface AlertsCommit {
  readonly upserts: readonly StoredAlert[];
  readonly gone: readonly string[];
  readonly events: readonly Omit<StoredAlertEvent, 'id'>[];
  /** One that is stored already, by receiver and key, is left as it is. */
  readonly notifications: readonly Pick<StoredNotification, 'receiver' | 'key' | 'payload' | 'createdAt'>[];
}

/** `revision` is 0 before the first write; `evaluatedAt` is undefined before the first evaluation, UTC milliseconds. */
export interface AlertsAsOf {
  readonly revision: number;
  readonly evaluatedAt: number | undefined;
}

/** How an attempt to deliver ended. */
export type Delivery =
  | { readonly ok: true; readonly at: number }
  | { readonly ok: false; readonly error: string; readonly nextAttemptAt: number };

/**
 * The part of the store that alerts live in. The collectors write alerts and the outbox, the app acknowledgements, silences and
 * maintenance windows; each call is one transaction, and has been stored once it resolves. Every write moves the store's revision.
 */
export interface AlertStore {
  commitAlerts(commit: AlertsCommit): Promise<void>;
  /** The rules were evaluated at `at` (UTC milliseconds), whatever came of it. Moves no revision: nothing else is new. */
  noteEvaluation(at: number): Promise<void>;
  noteDelivery(id: number, delivery: Delivery): Promise<void>;

  /** Puts a silence in place of the one with its id, or adds it. The event tells of it. */
  putSilence(silence: StoredSilence, event: Omit<StoredAlertEvent, 'id'>): Promise<void>;
  /** Acknowledges an alert that is active. Resolves with false where it is not there. */
  putAck(ack: StoredAck): Promise<boolean>;
  dropAck(fingerprint: string, by: string, at: number): Promise<boolean>;
  putMaintenance(window: StoredMaintenance): Promise<void>;
  deleteMaintenance(id: string): Promise<boolean>;

  /** How far the alerts are: their own revision, which is that of the store at their last write, and when the rules were evaluated last. */
  alertsAsOf(): Promise<AlertsAsOf>;
  /** By severity is the caller's business: these come by rule and fingerprint. */
  listAlerts(): Promise<readonly StoredAlert[]>;
  /** Newest first. */
  listAlertEvents(filter: AlertEventFilter): Promise<readonly StoredAlertEvent[]>;
  /** Undelivered ones, those that are due longest first; with `dueBefore` only those due by then. */
  listOutbox(filter: { readonly dueBefore?: number; readonly limit: number }): Promise<readonly StoredNotification[]>;
  /** Those that end last first. */
  listSilences(): Promise<readonly StoredSilence[]>;
  listAcks(): Promise<readonly StoredAck[]>;
  listMaintenance(): Promise<readonly StoredMaintenance[]>;
  /** Drops events, silences that ended, and delivered notifications older than `before` (UTC milliseconds). */
  prune(before: number): Promise<void>;
}
