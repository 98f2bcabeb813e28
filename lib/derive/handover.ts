import type { ApiDeed, ApiHandover, ApiOpenAlert, ApiPassedAlert, ApiPassedGroup } from '../model/api/handover.ts';
import type { ApiAlertInterval, ApiStandingAlert } from '../model/api/subject-alerts.ts';
import { alertSeverities } from './alert-brief.ts';
import { type AlertTurn, alertIntervals, type Span, toDeed } from './alert-intervals.ts';

/** An event of an alert, with its labels. */
export interface HandoverTurn extends AlertTurn {
  readonly labels: Readonly<Record<string, string>>;
}

export interface HandoverInput {
  /** What happened to alerts within the span, in any order. */
  readonly turns: readonly HandoverTurn[];
  /** What stands at its end. */
  readonly standing: readonly ApiStandingAlert[];
  readonly span: Span;
}

/** The parts of a handover that alerts make. */
export type HandoverAlerts = Pick<ApiHandover, 'numbers' | 'open' | 'passed' | 'deeds'>;

/** What people do about alerts, by the kinds of the store's events. */
const deedKinds: ReadonlySet<string> = new Set([
  'acknowledged',
  'unacknowledged',
  'silenced',
  'silence-changed',
  'silence-ended',
  'maintenance-made',
  'maintenance-changed',
  'maintenance-deleted',
]);

/**
 * What a shift hands over of alerts. Each alert that fired within the span is in one place: still open, or come and gone. What is only
 * pending is in none. Pure; the order of the input does not matter.
 */
export function handoverAlerts({ turns, standing, span }: HandoverInput): HandoverAlerts {
  const intervals = alertIntervals(turns, standing, span);
  const byAlert = Map.groupBy(intervals, ({ fingerprint }) => fingerprint);
  const firing = standing.filter(({ status }) => status === 'firing');
  const isOpen = new Set(firing.map(({ fingerprint }) => fingerprint));
  const labels = new Map(turns.map((turn) => [turn.fingerprint, turn.labels]));
  const passed = [...byAlert].filter(([fingerprint]) => !isOpen.has(fingerprint));
  const began = intervals.filter((one) => beganIn(one, span)).length;
  const ended = intervals.filter(({ end }) => end !== 'open').length;
  return {
    numbers: {
      firingBefore: intervals.length - began,
      began,
      ended,
      firing: firing.length,
      waiting: firing.filter(({ held }) => held === null).length,
    },
    open: firing.map((alert) => toOpen(alert, byAlert.get(alert.fingerprint) ?? [], span)).toSorted(byUrgency),
    passed: toGroups(
      passed.map(([fingerprint, own]) => ({ own, alert: toPassed(fingerprint, own, labels.get(fingerprint) ?? {}, span) })),
    ),
    deeds: toDeeds(turns),
  };
}

function beganIn({ from }: ApiAlertInterval, span: Span): boolean {
  return from !== null && from >= span.from;
}

function toOpen(alert: ApiStandingAlert, own: readonly ApiAlertInterval[], span: Span): ApiOpenAlert {
  const times = own.filter((one) => beganIn(one, span)).length;
  return { ...alert, isNew: (alert.firingAt ?? alert.activeAt) >= span.from, times };
}

function byUrgency(a: ApiOpenAlert, b: ApiOpenAlert): number {
  const since = ({ firingAt, activeAt }: ApiOpenAlert) => firingAt ?? activeAt;
  return (
    Number(a.held !== null) - Number(b.held !== null) ||
    alertSeverities.indexOf(a.severity) - alertSeverities.indexOf(b.severity) ||
    since(a) - since(b) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}

function toPassed(
  fingerprint: string,
  own: readonly ApiAlertInterval[],
  labels: HandoverTurn['labels'],
  span: Span,
): ApiPassedAlert {
  const [first, last] = [own[0], own.at(-1)];
  const lengths = own.map(({ from, to }) => (to === null ? 0 : to - Math.max(span.from, from ?? span.from)));
  return {
    fingerprint,
    labels: { ...labels },
    times: own.length,
    from: first !== undefined && beganIn(first, span) ? first.from : null,
    to: last?.to ?? null,
    firedMs: lengths.reduce((sum, ms) => sum + Math.max(0, ms), 0),
  };
}

interface Passed {
  readonly own: readonly ApiAlertInterval[];
  readonly alert: ApiPassedAlert;
}

function toGroups(passed: readonly Passed[]): ApiPassedGroup[] {
  const byRule = Map.groupBy(passed, ({ own }) => own[0]?.rule ?? '');
  return [...byRule]
    .map(([rule, all]) => {
      const alerts = all
        .map(({ alert }) => alert)
        .toSorted((a, b) => b.firedMs - a.firedMs || (a.fingerprint < b.fingerprint ? -1 : 1));
      const severity =
        alertSeverities.find((known) => all.some(({ own }) => own.some((one) => one.severity === known))) ?? 'info';
      return {
        rule,
        severity,
        alerts,
        count: alerts.length,
        times: alerts.reduce((sum, { times }) => sum + times, 0),
        firedMs: alerts.reduce((sum, { firedMs }) => sum + firedMs, 0),
      };
    })
    .toSorted((a, b) => b.times - a.times || b.firedMs - a.firedMs || (a.rule < b.rule ? -1 : 1));
}

function toDeeds(turns: readonly HandoverTurn[]): ApiDeed[] {
  return turns
    .filter(({ kind }) => deedKinds.has(kind))
    .toSorted((a, b) => b.at - a.at || b.id - a.id)
    .map((turn) => {
      const { by, note } = toDeed(turn.detail);
      return {
        id: turn.id,
        at: turn.at,
        kind: turn.kind,
        by,
        note: note === '' ? textIn(turn.detail, 'comment') : note,
        about: aboutOf(turn),
      };
    });
}

function textIn(detail: unknown, name: string): string {
  const value = typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** What a deed is about: the rule and the subject of its alert, or what a silence is held against. */
function aboutOf({ rule, labels, detail }: HandoverTurn): string {
  if (rule !== '') return [rule, labels.vm ?? labels.vm_id ?? labels.host].filter((part) => part !== undefined).join(' · ');
  const matchers = typeof detail === 'object' && detail !== null && 'matchers' in detail ? detail.matchers : undefined;
  if (!Array.isArray(matchers)) return textIn(detail, 'name');
  return matchers.map((one) => `${textIn(one, 'name')}${textIn(one, 'op')}${JSON.stringify(textIn(one, 'value'))}`).join(', ');
}
