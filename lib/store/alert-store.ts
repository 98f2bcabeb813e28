import type { Alert } from '#lib/model/alert.ts';
import type { Json } from '#lib/model/json.ts';
import type { StoredRule, StoredRuleLoad, StoredRules } from './stored-rule.ts';

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
  'silence-changed',
  'silence-ended',
  'maintenance-made',
  'maintenance-changed',
  'maintenance-deleted',
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

/** A notification on its way. A receiver that has seen `key` already may drop it. */
export interface StoredNotification {
  readonly id: number;
  readonly receiver: string;
  readonly key: string;
  readonly payload: Json;
  readonly createdAt: number;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** What it is sent with, once it was tried: what is sent again is sent with the same ones. */
  readonly batch: string | undefined;
  /** Why the last attempt failed. */
  readonly error: string | undefined;
}

/** One that is told of alerts, and how that goes. */
export interface StoredReceiver {
  readonly name: string;
  readonly kind: 'alertmanager' | 'webhook' | 'email';
  /** Notifications that wait. */
  readonly pending: number;
  /** Notifications that it refused for good, as long as they are kept. */
  readonly refused: number;
  readonly lastSuccessAt: number | undefined;
  /** Stays to be seen after a success. */
  readonly lastError: string | undefined;
  readonly lastErrorAt: number | undefined;
  /** The last attempt failed. */
  readonly isFailing: boolean;
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
  /** When this evaluation was, UTC milliseconds. */
  readonly evaluatedAt?: number;
}

/** `revision` is 0 before the first write; `evaluatedAt` is undefined before the first evaluation, UTC milliseconds. */
export interface AlertsAsOf {
  readonly revision: number;
  readonly evaluatedAt: number | undefined;
}

/** How an attempt to deliver ended. What is refused is not tried again. */
export type Delivery =
  | { readonly result: 'delivered'; readonly at: number }
  | { readonly result: 'failed'; readonly at: number; readonly error: string; readonly nextAttemptAt: number }
  | { readonly result: 'refused'; readonly at: number; readonly error: string };

/**
 * The part of the store that alerts live in. The collectors write alerts and the outbox, the app acknowledgements, silences and
 * maintenance windows; each call is one transaction, and has been stored once it resolves. Every write moves the store's revision.
 */
export interface AlertStore {
  commitAlerts(commit: AlertsCommit): Promise<void>;
  /** Makes these all the rules that there are. */
  putRules(rules: readonly StoredRule[], load: StoredRuleLoad): Promise<void>;

  /** Makes these the receivers. What another one had to be told, and was told, is forgotten. */
  putReceivers(receivers: readonly Pick<StoredReceiver, 'name' | 'kind'>[]): Promise<void>;
  /** Before the first attempt: these notifications are sent together, now and at each further attempt. */
  startBatch(batch: string, ids: readonly number[]): Promise<void>;
  /** How an attempt to send these to a receiver ended. */
  noteDelivery(receiver: string, ids: readonly number[], delivery: Delivery): Promise<void>;
  /** How something went that is not in the outbox. Without an error it went well. */
  noteReceiver(receiver: string, at: number, error?: string): Promise<void>;
  /** The rules were evaluated at `at` (UTC milliseconds), whatever came of it. Moves no revision: nothing else is new. */
  noteEvaluation(at: number): Promise<void>;

  /** Puts a silence in place of the one with its id, or adds it. The event tells of it. */
  putSilence(silence: StoredSilence, event: Omit<StoredAlertEvent, 'id'>): Promise<void>;
  /** Acknowledges an alert that is active. Resolves with false where it is not there. */
  putAck(ack: StoredAck): Promise<boolean>;
  /** Acknowledges several at once. Resolves with the fingerprints of those that are there. */
  putAcks(acks: readonly StoredAck[]): Promise<readonly string[]>;
  dropAck(fingerprint: string, by: string, at: number): Promise<boolean>;
  /** As `putSilence`. */
  putMaintenance(window: StoredMaintenance, event: Omit<StoredAlertEvent, 'id'>): Promise<void>;
  /** Resolves with false, and tells of nothing, where there is none. */
  deleteMaintenance(id: string, event: Omit<StoredAlertEvent, 'id'>): Promise<boolean>;

  /** How far the alerts are: their own revision, which is that of the store at their last write, and when the rules were evaluated last. */
  alertsAsOf(): Promise<AlertsAsOf>;
  /** By severity is the caller's business: these come by rule and fingerprint. */
  listAlerts(): Promise<readonly StoredAlert[]>;
  /** The rules come in the order in which they were put. */
  listRules(): Promise<StoredRules>;
  /** Newest first. */
  listAlertEvents(filter: AlertEventFilter): Promise<readonly StoredAlertEvent[]>;
  /** Those that are neither delivered nor refused, in the order in which they were decided. */
  listOutbox(filter: { readonly receiver?: string; readonly limit: number }): Promise<readonly StoredNotification[]>;
  /** By name. */
  listReceivers(): Promise<readonly StoredReceiver[]>;
  /** Those that end last first. */
  listSilences(): Promise<readonly StoredSilence[]>;
  listAcks(): Promise<readonly StoredAck[]>;
  listMaintenance(): Promise<readonly StoredMaintenance[]>;
  /** Drops events, silences that ended, and notifications that were delivered or refused, older than `before` (UTC milliseconds). */
  prune(before: number): Promise<void>;
}
