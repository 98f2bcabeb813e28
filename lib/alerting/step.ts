import type { Sample } from '../series/sample.ts';
import { toFingerprint } from './fingerprint.ts';
import { holdingSamples } from './holding-samples.ts';
import { type Labels, matches } from './matcher.ts';
import type { Rule } from './rule.ts';

/** An alert that is pending or firing: one rule on one series. Plain JSON. Times are UTC milliseconds. */
export interface AlertState {
  readonly rule: string;
  /** Those of the series, and the rule's `alertname` and `severity`. */
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly value: number;
  /** Since when the condition holds without a break. */
  readonly activeAt: number;
  /** Null while it is pending. */
  readonly firingAt: number | null;
  /** Since when it fires only because its rule keeps it; null while its condition holds. */
  readonly keptSince: number | null;
}

/** All alerts by `alertKey`, and when they were judged last. */
export interface AlertsState {
  readonly evaluatedAt: number | undefined;
  readonly alerts: ReadonlyMap<string, AlertState>;
}

export const noAlerts: AlertsState = { evaluatedAt: undefined, alerts: new Map() };

export type AlertStatus = 'inactive' | 'pending' | 'firing' | 'resolved';

/** One alert that is in another status than before. `at`: UTC milliseconds. */
export interface Transition {
  readonly alert: AlertState;
  readonly from: AlertStatus;
  readonly to: AlertStatus;
  readonly at: number;
}

export interface StepInput {
  readonly rules: readonly Rule[];
  /** The series that a metric has now. */
  readonly samplesOf: (metric: string) => Iterable<Sample>;
  /** UTC milliseconds. */
  readonly now: number;
  /** Milliseconds since the step before by a clock that nobody sets; undefined after a restart. */
  readonly elapsedMs?: number;
  /** Set while not everything has been read yet, as after a start: series that are absent then end no alert. */
  readonly isWarmingUp?: boolean;
  /**
   * Asked about alerts whose series is absent: whether that is because nobody could look, as at a host that is out of reach. Such an
   * alert stays what it is: it does not end, and does not begin to fire. Say false once it is known that the series is gone.
   */
  readonly isUnavailable?: (rule: Rule, labels: Labels) => boolean;
  /** Set while rules cannot be read that may have been there before: alerts of rules that are not there then stay what they are. */
  readonly isIncomplete?: boolean;
}

export interface StepResult {
  readonly state: AlertsState;
  readonly transitions: readonly Transition[];
  /** Names of rules that could not be judged because two series gave one alert; their alerts stay as they were, as in Prometheus. */
  readonly failedRules: ReadonlySet<string>;
}

/**
 * One evaluation of all rules, with the semantics of Prometheus (rules/alerting.go, Eval): a series that meets its rule makes an alert
 * pending; after `for` it fires; once the series no longer meets it, or is absent, a pending alert is inactive and a firing one resolved,
 * after `keepFiringFor`. Pure. Unlike Prometheus it forgets a resolved alert at once, and a clock that was set neither fires nor ends
 * anything: ADR 0011. Costs follow the series of the rules' metrics and the alerts there are.
 */
export function step(before: AlertsState, input: StepInput): StepResult {
  const { now } = input;
  const known = inTimeOf(before, input);
  const alerts = new Map<string, AlertState>();
  const transitions: Transition[] = [];
  const tell = (alert: AlertState, from: AlertStatus, to: AlertStatus) => transitions.push({ alert, from, to, at: now });
  const { found, failedRules } = findAlerts(input);
  for (const [key, { rule, labels, value }] of found) {
    const earlier = known.get(key);
    const active = earlier ?? toAlert(rule, labels, now);
    const fires = active.firingAt !== null || now - active.activeAt >= rule.forMs;
    const alert = { ...active, value, keptSince: null, firingAt: fires ? (active.firingAt ?? now) : null };
    alerts.set(key, alert);
    const from = earlier === undefined ? 'inactive' : active.firingAt === null ? 'pending' : 'firing';
    const to = fires ? 'firing' : 'pending';
    if (from !== to) tell(alert, from, to);
  }
  const rules = new Map(input.rules.map((rule) => [rule.name, rule]));
  const isHeld = heldTest(input);
  for (const [key, alert] of known) {
    if (alerts.has(key)) continue;
    const rule = rules.get(alert.rule);
    const isKept = input.isIncomplete === true ? alert : undefined;
    const kept = rule === undefined ? isKept : keep(alert, rule, now, failedRules.has(rule.name) || isHeld(rule, key, alert));
    if (kept !== undefined) alerts.set(key, kept);
    else if (alert.firingAt === null) tell(alert, 'pending', 'inactive');
    else tell(alert, 'firing', 'resolved');
  }
  return { state: { evaluatedAt: now, alerts }, transitions, failedRules };
}

interface FoundAlert {
  readonly rule: Rule;
  readonly labels: Labels;
  readonly value: number;
}

/** Alerts whose condition holds, by key. */
function findAlerts({ rules, samplesOf }: StepInput) {
  const found = new Map<string, FoundAlert>();
  const failedRules = new Set<string>();
  for (const [rule, sample] of holdingSamples(rules, samplesOf)) {
    const labels = toAlertLabels(rule, sample.labels);
    const key = alertKey(labels);
    if (found.has(key)) failedRules.add(rule.name);
    // As PromQL's abs() leaves it.
    found.set(key, { rule, labels, value: rule.abs ? Math.abs(sample.value) : sample.value });
  }
  if (failedRules.size > 0) {
    for (const [key, { rule }] of found) if (failedRules.has(rule.name)) found.delete(key);
  }
  return { found, failedRules };
}

/** Those of the series, without empty ones, which are none to Prometheus; the rule's own take the place of others. */
function toAlertLabels({ name, severity }: Rule, labels: Labels): Labels {
  const own = Object.values(labels).includes('')
    ? Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
    : labels;
  return { ...own, alertname: name, severity };
}

/** Whether an alert stays what it is although its condition does not hold, because its series is absent and nobody could look. */
function heldTest({ samplesOf, isWarmingUp, isUnavailable }: StepInput): (rule: Rule, key: string, alert: AlertState) => boolean {
  const present = new Map<string, ReadonlySet<string>>();
  const presentOf = (rule: Rule): ReadonlySet<string> => {
    const selected = [...samplesOf(rule.series)].filter(({ labels }) => matches(rule.where, labels));
    return new Set(selected.map(({ labels }) => alertKey(toAlertLabels(rule, labels))));
  };
  return (rule, key, alert) => {
    if (isWarmingUp !== true && isUnavailable?.(rule, alert.labels) !== true) return false;
    const keys = present.get(rule.name) ?? presentOf(rule);
    present.set(rule.name, keys);
    return !keys.has(key);
  };
}

/** What an alert is known by: all its labels, in one order. */
export function alertKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function toAlert(rule: Rule, labels: Labels, now: number): AlertState {
  const fingerprint = toFingerprint(labels);
  return { rule: rule.name, labels, fingerprint, value: Number.NaN, activeAt: now, firingAt: null, keptSince: null };
}

/** The alert as it stays although its condition does not hold; undefined where it ends. */
function keep(alert: AlertState, { severity, keepFiringMs }: Rule, now: number, isHeld: boolean): AlertState | undefined {
  // Under another severity it is another alert, as under another name.
  if (alert.labels.severity !== severity) return undefined;
  if (isHeld) return alert;
  if (alert.firingAt === null || keepFiringMs === 0) return undefined;
  const keptSince = alert.keptSince ?? now;
  return now - keptSince < keepFiringMs ? { ...alert, keptSince } : undefined;
}

/** A clock runs a little fast or slow, and an evaluation comes a little late; more than this is a clock that somebody set. */
const mostDriftMs = 1_000;

/**
 * The alerts in the time of the clock as it is now. Where it was set since the last step, all times move along, so that what had lasted
 * a minute has lasted a minute. After a restart only a clock that went back can be seen.
 */
function inTimeOf({ evaluatedAt, alerts }: AlertsState, { now, elapsedMs }: StepInput): ReadonlyMap<string, AlertState> {
  if (evaluatedAt === undefined) return alerts;
  const passed = elapsedMs ?? Math.max(0, now - evaluatedAt);
  const by = now - evaluatedAt - passed;
  if (Math.abs(by) <= (elapsedMs === undefined ? 0 : mostDriftMs)) return alerts;
  const moved = (time: number | null) => (time === null ? null : time + by);
  return new Map(
    [...alerts].map(([key, alert]) => [
      key,
      { ...alert, activeAt: alert.activeAt + by, firingAt: moved(alert.firingAt), keptSince: moved(alert.keptSince) },
    ]),
  );
}
