import { type Circumstances, decideNotification, type NotificationDecision } from '#lib/alerting/decide-notification.ts';
import { unreachableHosts } from '#lib/alerting/inhibit.ts';
import { drainedHosts } from '#lib/alerting/maintenance.ts';
import { type Labels, type Matcher, matches, parseMatcher } from '#lib/alerting/matcher.ts';
import { type Place, placedLabels } from '#lib/alerting/placed-labels.ts';
import { type AlertState, alertKey } from '#lib/alerting/step.ts';
import type { Clock } from '#lib/clock.ts';
import type { NotifyConfig } from '#lib/config/notify-schema.ts';
import type { Logger } from '#lib/log.ts';
import type { HeldBack } from '#lib/model/alert.ts';
import { alertUrl, type Notification, notificationKey } from '#lib/notify/notification.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { AlertStore, AlertsCommit, StoredAlert } from '#lib/store/alert-store.ts';
import { DeedReader, type Deeds } from './read-circumstances.ts';
import { Turns } from './turns.ts';

/** What of a stored alert is decided here. */
export type AlertMark = Pick<StoredAlert, 'placed' | 'held' | 'told'>;

/** The texts of an alert, filled in. */
export type AlertTexts = Pick<Notification, 'summary' | 'description' | 'runbook'>;

export interface TellerOptions {
  readonly store: Pick<AlertStore, 'listSilences' | 'listAcks' | 'listMaintenance'>;
  readonly placeOf: (labels: Labels) => Place;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told which receivers have something to be told, once it is stored. */
  readonly onTold: (receivers: ReadonlySet<string>) => void;
}

export interface TellInput {
  /** The alerts of this evaluation by `alertKey`. */
  readonly alerts: ReadonlyMap<string, AlertState>;
  readonly samplesOf: (metric: string) => Iterable<Sample>;
  readonly textsOf: (alert: AlertState) => AlertTexts;
  /** UTC milliseconds. */
  readonly now: number;
}

/** What is to be stored with the alerts of one evaluation. */
export interface TellPlan {
  readonly marks: ReadonlyMap<string, AlertMark>;
  /** Alerts whose mark is another than before. */
  readonly changed: ReadonlySet<string>;
  readonly notifications: AlertsCommit['notifications'];
  /** Call it once all is stored; without that the next plan begins where this one did. */
  accept(): void;
}

interface KnownAlert extends AlertMark {
  readonly alert: Pick<AlertState, 'rule' | 'labels' | 'fingerprint' | 'value' | 'firingAt'>;
  readonly place: Place;
  /** What receivers were told; undefined where none was. */
  readonly firing: Notification | undefined;
}

interface KnownReceiver {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** Evaluations come every 15 seconds; after four that did not come or were not stored, something is wrong. */
const aliveMs = 60_000;
/** A few milliseconds of work, after which others have their turn. */
const alertsPerTurn = 500;

/** Decides at each evaluation which receiver is told what, and why not. Goes on from what the store holds. */
export class AlertTeller {
  readonly #options: TellerOptions;
  readonly #deeds: DeedReader;
  readonly #turns = new Turns();
  #receivers: readonly KnownReceiver[] = [];
  #externalUrl: string | undefined;
  #known: ReadonlyMap<string, KnownAlert>;
  #acceptedAt: number | undefined;

  constructor(options: TellerOptions, stored: readonly StoredAlert[]) {
    this.#options = options;
    this.#deeds = new DeedReader(options.store, options.log);
    this.#known = new Map(stored.map((alert) => [alertKey(alert.labels), toKnown(alert)]));
  }

  /** From the next evaluation on these are told. One that is new is told of what fires already; what one that is gone was told is forgotten. */
  use({ receivers, externalUrl }: Pick<NotifyConfig, 'receivers' | 'externalUrl'>): void {
    this.#receivers = receivers.map(({ name, match }) => ({ name, matchers: match.map(toMatcher) }));
    this.#externalUrl = externalUrl;
  }

  /** Whether an evaluation succeeded, and was stored, a short while ago. */
  isAlive(): boolean {
    return this.#acceptedAt !== undefined && this.#options.clock.monotonic() - this.#acceptedAt <= aliveMs;
  }

  /** What fires and a receiver was told of. */
  firingOf(receiver: string): readonly Notification[] {
    return [...this.#known.values()].flatMap(({ firing, told }) =>
      firing !== undefined && told.includes(receiver) ? [firing] : [],
    );
  }

  /** Decides for all alerts. @throws StoreError */
  async plan({ alerts, samplesOf, textsOf, now }: TellInput): Promise<TellPlan> {
    const deeds = await this.#deeds.read();
    const unreachable = unreachableHosts(alerts.values());
    const circumstances: Circumstances = { ...deeds, drained: drainedHosts(samplesOf), unreachable, now };
    const known = new Map<string, KnownAlert>();
    const changed = new Set<string>();
    const notifications: { receiver: string; key: string; payload: Notification; createdAt: number }[] = [];
    const queue = (receiver: string, payload: Notification) =>
      notifications.push({ receiver, key: payload.key, payload, createdAt: now });
    let judged = 0;
    for (const [key, alert] of alerts) {
      if (++judged % alertsPerTurn === 0) await this.#turns.next();
      const before = this.#known.get(key);
      const after = this.#decide(alert, before, { circumstances, deeds, textsOf });
      known.set(key, after);
      if (before === undefined || !sameMark(before, after)) changed.add(key);
      const { firing } = after;
      if (firing === undefined) continue;
      for (const name of after.told) if (before?.told.includes(name) !== true) queue(name, firing);
    }
    const names = new Set(this.#receivers.map(({ name }) => name));
    for (const [key, { firing, told }] of this.#known) {
      if (firing === undefined || alerts.has(key)) continue;
      for (const name of told) if (names.has(name)) queue(name, toResolved(firing, now));
    }
    return { marks: known, changed, notifications, accept: () => this.#accept(known, changed, notifications) };
  }

  #decide(
    alert: AlertState,
    before: KnownAlert | undefined,
    { circumstances, deeds, textsOf }: { circumstances: Circumstances; deeds: Deeds; textsOf: TellInput['textsOf'] },
  ): KnownAlert {
    const now = this.#options.placeOf(alert.labels);
    // Where nobody knows its place any more, it is where it was last.
    const place = now.host === undefined && before?.place.host !== undefined ? before.place : now;
    const placed = samePlace(before, alert, place) ?? placedLabels(alert.labels, place);
    const status = alert.firingAt === null ? 'pending' : 'firing';
    const isAcknowledged = deeds.acknowledged.has(alert.fingerprint);
    const untold = decideNotification({ rule: alert.rule, status, placed, isAcknowledged, told: undefined }, circumstances);
    const told = this.#receivers.flatMap(({ name, matchers }) => {
      // Whoever was told stays told until it is resolved, whatever holds it back or wherever it moves by then.
      const wasTold = before?.told.includes(name) === true;
      return status === 'firing' && (wasTold || (untold.reason === 'notify' && matches(matchers, placed))) ? [name] : [];
    });
    const isAsTold = before?.firing !== undefined && before.alert.value === alert.value && before.placed === placed;
    const firing =
      told.length === 0 ? undefined : isAsTold ? before.firing : this.#toFiring(alert, placed, textsOf(alert), before);
    return { alert, place, placed, held: toHeld(untold), told, firing };
  }

  #toFiring(alert: AlertState, placed: Labels, texts: AlertTexts, before: KnownAlert | undefined): Notification {
    const { fingerprint, rule, labels, value, firingAt } = alert;
    // What was told has begun when it was said to have begun, also where a clock was set since.
    const startsAt = before?.firing?.startsAt ?? Math.round(firingAt ?? 0);
    return {
      key: notificationKey(fingerprint, startsAt, 'firing'),
      status: 'firing',
      ...{ fingerprint, rule, severity: labels.severity ?? '', labels, placed, ...texts },
      value: Number.isFinite(value) ? value : null,
      startsAt,
      endsAt: null,
      url: alertUrl(this.#externalUrl, placed),
    };
  }

  #accept(known: ReadonlyMap<string, KnownAlert>, changed: ReadonlySet<string>, queued: AlertsCommit['notifications']): void {
    const { log, clock, onTold } = this.#options;
    for (const key of changed) {
      const [before, after] = [this.#known.get(key), known.get(key)];
      if (after === undefined || sameHeld(before?.held, after.held)) continue;
      const { rule, fingerprint } = after.alert;
      log.info({ rule, fingerprint, ...(after.held ?? { reason: 'notify' }) }, 'what holds notifications back changed');
    }
    for (const { receiver, key } of queued) log.debug({ receiver, key }, 'notification decided');
    const receivers = new Set(queued.map(({ receiver }) => receiver));
    for (const receiver of receivers) {
      log.info({ receiver, alerts: queued.filter((one) => one.receiver === receiver).length }, 'notifications decided');
    }
    this.#known = known;
    this.#acceptedAt = clock.monotonic();
    if (receivers.size > 0) onTold(receivers);
  }
}

/** An alert as the store had it: its rule may be gone by now, so that what was told is made of what is stored. */
function toKnown(alert: StoredAlert): KnownAlert {
  const { fingerprint, rule, severity, labels, placed, held, told, summary, description, value, firingAt } = alert;
  const state = { rule, labels, fingerprint, value: value ?? Number.NaN, firingAt: firingAt ?? null };
  const startsAt = Math.round(firingAt ?? 0);
  const texts = { rule, severity, labels, placed, summary, description, runbook: '' };
  const times = { startsAt, endsAt: null, value: value ?? null, url: null };
  const key = notificationKey(fingerprint, startsAt, 'firing');
  const firing: Notification = { key, status: 'firing', fingerprint, ...texts, ...times };
  return {
    alert: state,
    place: { host: placed.host, targetLabels: placed },
    placed,
    held,
    told,
    firing: told.length === 0 ? undefined : firing,
  };
}

function toResolved(firing: Notification, now: number): Notification {
  const key = notificationKey(firing.fingerprint, firing.startsAt, 'resolved');
  return { ...firing, key, status: 'resolved', endsAt: Math.max(Math.round(now), firing.startsAt) };
}

function toHeld(decision: NotificationDecision): HeldBack | undefined {
  return decision.reason === 'notify' || decision.reason === 'unchanged' ? undefined : decision;
}

/** The labels of before where nothing has moved; most alerts stay where they are. */
function samePlace(before: KnownAlert | undefined, { labels }: AlertState, place: Place): Labels | undefined {
  if (before === undefined || before.alert.labels !== labels) return undefined;
  return before.place.host === place.host && before.place.targetLabels === place.targetLabels ? before.placed : undefined;
}

function sameMark(a: AlertMark, b: AlertMark): boolean {
  return sameLabels(a.placed, b.placed) && sameHeld(a.held, b.held) && a.told.join('\n') === b.told.join('\n');
}

function sameHeld(a: HeldBack | undefined, b: HeldBack | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameLabels(a: Labels, b: Labels): boolean {
  const names = Object.keys(a);
  return a === b || (names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]));
}

function toMatcher(text: string): Matcher {
  const result = parseMatcher(text);
  // The configuration's schema has let it pass.
  if (!result.ok) throw new Error(`${text}: ${result.reason}`);
  return result.matcher;
}
