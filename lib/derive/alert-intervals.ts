import type { Alert } from '../model/alert.ts';
import type { ApiAlertInterval, ApiAlertMark } from '../model/api/subject-alerts.ts';
import { severityOf } from './alert-brief.ts';

/** Something that happened to an alert, as much of it as counts here (lib/store/alert-store.ts). `at`: UTC milliseconds. */
export interface AlertTurn {
  readonly id: number;
  readonly at: number;
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: string;
  readonly kind: string;
  readonly detail: unknown;
}

/** A span of time, UTC milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

type StandingAlert = Pick<Alert, 'fingerprint' | 'rule' | 'severity' | 'status' | 'activeAt'> & {
  readonly firingAt: number | null | undefined;
};

/**
 * The times at which alerts fired within a span, oldest first: what is told of it joined with what stands now. One that fires still is
 * open; one that ended and whose beginning is not told began at a moment that is not known; one that began, and neither stands nor ended,
 * ended at a moment that is not known. Pure; the order of the input does not matter.
 */
export function alertIntervals(
  turns: readonly AlertTurn[],
  standing: readonly StandingAlert[],
  span: Span,
): readonly ApiAlertInterval[] {
  // What is told of later times says how an interval of the span ended.
  const told = turns.filter(({ at, fingerprint }) => fingerprint !== '' && at >= span.from);
  const byAlert = Map.groupBy(told, ({ fingerprint }) => fingerprint);
  const firing = new Map(
    standing.filter(({ status }) => status === 'firing').map((alert) => [alert.fingerprint, alert] as const),
  );
  const names = new Set([...byAlert.keys(), ...firing.keys()]);
  return [...names]
    .flatMap((name) => intervalsOf(byAlert.get(name) ?? [], firing.get(name)))
    .filter(({ from }) => from === null || from <= span.to)
    .toSorted(byBegin);
}

function byBegin(a: ApiAlertInterval, b: ApiAlertInterval): number {
  return (a.from ?? 0) - (b.from ?? 0) || (a.fingerprint < b.fingerprint ? -1 : Number(a.fingerprint > b.fingerprint));
}

interface Draft {
  readonly from: number | null;
  to: number | null;
  end: ApiAlertInterval['end'];
  readonly marks: ApiAlertMark[];
}

function intervalsOf(turns: readonly AlertTurn[], firing: StandingAlert | undefined): readonly ApiAlertInterval[] {
  const drafts: Draft[] = [];
  const sorted = turns.toSorted((a, b) => a.at - b.at || a.id - b.id);
  for (const turn of sorted) apply(drafts, turn);
  close(drafts, firing);
  const told = sorted.at(-1) ?? firing;
  if (told === undefined) return [];
  const { fingerprint, rule } = told;
  return drafts.map((draft) => ({ fingerprint, rule, severity: severityOf(told), ...draft }));
}

function apply(drafts: Draft[], turn: AlertTurn): void {
  const last = drafts.at(-1);
  const running = last?.end === 'open' ? last : undefined;
  const { at, kind } = turn;
  if (kind === 'firing') {
    // It began anew without an end that is told: it ended before, nobody knows when.
    if (running !== undefined) running.end = 'unknown';
    drafts.push({ from: at, to: null, end: 'open', marks: [] });
    return;
  }
  if (kind === 'resolved') {
    const ended = running ?? addUnknownBegin(drafts);
    ended.to = at;
    ended.end = 'resolved';
    return;
  }
  if (kind !== 'acknowledged' && kind !== 'unacknowledged') return;
  // Only an alert that stands can be acknowledged; one that fired before the span is told of by this alone.
  const marked = running ?? (last === undefined ? addUnknownBegin(drafts) : last);
  marked.marks.push({ kind, at, ...toDeed(turn.detail) });
}

function addUnknownBegin(drafts: Draft[]): Draft {
  const draft: Draft = { from: null, to: null, end: 'open', marks: [] };
  drafts.push(draft);
  return draft;
}

/** Whatever is open at the end is so because it stands now, or else its end is not told. */
function close(drafts: Draft[], firing: StandingAlert | undefined): void {
  const last = drafts.at(-1);
  if (firing === undefined) {
    if (last?.end === 'open') last.end = 'unknown';
    return;
  }
  const from = firing.firingAt ?? firing.activeAt;
  if (last?.end !== 'open') drafts.push({ from, to: null, end: 'open', marks: [] });
  else if (last.from === null) drafts.splice(-1, 1, { ...last, from });
}

/** Who did it and with which words, as far as the event says. Pure. */
export function toDeed(detail: unknown): { readonly by: string; readonly note: string } {
  const text = (name: string) => {
    const value = typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { by: text('by'), note: text('note') };
}

/** A stretch of a chart on which alerts of one severity fire. */
export interface AlertBand extends Span {
  readonly severity: ApiAlertInterval['severity'];
  /** Nothing tells when the first of them began, or the last of them ended. */
  readonly beginUnknown: boolean;
  readonly endUnknown: boolean;
  /** One of them fires still. */
  readonly open: boolean;
  readonly count: number;
}

/**
 * Intervals as bands to draw, cut to the span: those of one severity that overlap, or lie closer than `gapMs`, become one. So there are
 * never more bands than pixels, however many intervals there are. Pure; gravest last, so that it is drawn on top.
 */
export function mergeBands(intervals: readonly ApiAlertInterval[], span: Span, gapMs: number): readonly AlertBand[] {
  return (['info', 'warning', 'critical'] as const).flatMap((severity) => {
    const bands: AlertBand[] = [];
    const own = intervals.filter((one) => one.severity === severity).map((one) => toBand(one, span));
    for (const band of own.filter(({ from, to }) => from <= to).toSorted((a, b) => a.from - b.from)) {
      const last = bands.at(-1);
      if (last === undefined || band.from > last.to + gapMs) bands.push(band);
      else bands[bands.length - 1] = join(last, band);
    }
    return bands;
  });
}

function toBand({ severity, from, to, end }: ApiAlertInterval, span: Span): AlertBand {
  const begin = Math.max(span.from, from ?? span.from);
  // An end that is not known is drawn where the alert was last heard of: at its beginning.
  const last = end === 'open' ? span.to : (to ?? begin);
  const cut = Math.min(span.to, last);
  return {
    severity,
    from: begin,
    to: cut,
    beginUnknown: from === null,
    endUnknown: end === 'unknown',
    open: end === 'open',
    count: 1,
  };
}

function join(a: AlertBand, b: AlertBand): AlertBand {
  const later = b.to >= a.to ? b : a;
  return {
    ...a,
    to: later.to,
    beginUnknown: a.beginUnknown || (b.from === a.from && b.beginUnknown),
    endUnknown: later.endUnknown,
    open: a.open || b.open,
    count: a.count + b.count,
  };
}
