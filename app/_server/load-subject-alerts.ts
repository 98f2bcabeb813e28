import { type Labels, matches } from '#lib/alerting/matcher.ts';
import { placedLabels } from '#lib/alerting/placed-labels.ts';
import { alertSeverities, heldReason, severityOf } from '#lib/derive/alert-brief.ts';
import { alertIntervals, type Span } from '#lib/derive/alert-intervals.ts';
import type { ApiSilenceSpan, ApiStandingAlert, ApiSubjectAlerts } from '#lib/model/api/subject-alerts.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { StoredAck, StoredAlert, StoredAlertEvent } from '#lib/store/alert-store.ts';
import { alertPlace, type Places } from './alert-place.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { readStandingAlerts } from './read-standing-alerts.ts';
import { readAlerts } from './store-access.ts';
import { toMatchers } from './stored-matchers.ts';

/** Most events of one answer. */
const mostEvents = 2_000;

/** Alerts about one VM, now and over a span; undefined where no host lists it. Throws StoreError. */
export async function loadVmAlerts(vmId: VmId, span: Span): Promise<ApiSubjectAlerts | undefined> {
  const fleet = await readFleet();
  const vm = fleet.vm(vmId);
  if (vm === undefined) return undefined;
  return load(fleet, { label: { name: 'vm_id', value: vmId }, host: vm.host }, span);
}

/** Alerts about one host itself, now and over a span; undefined where there is no such target. Throws StoreError. */
export async function loadHostAlerts(host: string, span: Span): Promise<ApiSubjectAlerts | undefined> {
  const fleet = await readFleet();
  if (!fleet.targets.some((target) => target.host === host)) return undefined;
  return load(fleet, { label: { name: 'host', value: host }, host }, span);
}

interface Subject {
  /** What all alerts about it carry. */
  readonly label: { readonly name: string; readonly value: string };
  /** Where it is now. */
  readonly host: string;
}

async function load(fleet: Fleet, { label, host }: Subject, span: Span): Promise<ApiSubjectAlerts> {
  const { alerts, acks } = await readStandingAlerts();
  const events = await (await readAlerts()).listAlertEvents({ label, from: span.from, limit: mostEvents });
  const own = alerts.filter(({ labels }) => labels[label.name] === label.value);
  const places = toPlaces(fleet);
  const place = { host, targetLabels: places.labelsOf(host) };
  const labels = [...own, ...events].map((one) => placedLabels(one.labels, place));
  return {
    revision: fleet.revision,
    ...span,
    standing: toStanding(own, acks),
    firingOfVms: label.name === 'host' ? countOfVms(alerts, host, places) : 0,
    intervals: [...alertIntervals(events, own, span)],
    silences: await readSilences(labels, span),
    completeFrom: completeFrom(events),
  };
}

export function toPlaces(fleet: Pick<Fleet, 'vm' | 'targets'>): Places {
  const targets = new Map(fleet.targets.map((target) => [target.host, target.labels]));
  return { hostOf: (vmId) => fleet.vm(vmId)?.host, labelsOf: (host) => targets.get(host) };
}

/** Events come newest first: where the limit cut them off, the last of them is the oldest that is known. */
function completeFrom(events: readonly StoredAlertEvent[]): number | null {
  return events.length < mostEvents ? null : (events.at(-1)?.at ?? null);
}

function countOfVms(alerts: readonly StoredAlert[], host: string, places: Places): number {
  const isOfVm = ({ labels, status }: StoredAlert) =>
    status === 'firing' && labels.vm_id !== undefined && parseVmId(labels.vm_id) !== undefined;
  return alerts.filter((alert) => isOfVm(alert) && alertPlace(alert, places).host === host).length;
}

/** Firing ones that wait for somebody first, then what is held back, then what is pending; each by severity and age. */
function toStanding(alerts: readonly StoredAlert[], acks: ReadonlyMap<string, StoredAck>): ApiStandingAlert[] {
  const rank = ({ status, held, severity }: ApiStandingAlert) =>
    (status === 'pending' ? 200 : held === null ? 0 : 100) + alertSeverities.indexOf(severity);
  return alerts
    .map((alert) => toStandingAlert(alert, acks))
    .toSorted((a, b) => rank(a) - rank(b) || a.activeAt - b.activeAt || (a.fingerprint < b.fingerprint ? -1 : 1));
}

/** An alert as the API gives it, with what people did about it. */
export function toStandingAlert(alert: StoredAlert, acks: ReadonlyMap<string, StoredAck>): ApiStandingAlert {
  const { fingerprint, rule, status, summary, description, labels, value, activeAt, firingAt } = alert;
  const ack = acks.get(fingerprint);
  return {
    fingerprint,
    rule,
    severity: severityOf(alert),
    status,
    summary,
    description,
    labels: { ...labels },
    value: value ?? null,
    activeAt,
    firingAt: firingAt ?? null,
    ack: ack === undefined ? null : { by: ack.by, note: ack.note, at: ack.at },
    held: heldReason(alert, acks) ?? null,
  };
}

/** Silences that hit an alert with any of these labels, cut to the span. */
async function readSilences(labels: readonly Labels[], span: Span): Promise<ApiSilenceSpan[]> {
  if (labels.length === 0) return [];
  const silences = await (await readAlerts()).listSilences();
  return silences
    .filter(({ startsAt, endsAt }) => startsAt < span.to && endsAt > span.from)
    .filter((silence) => {
      const matchers = toMatchers(silence.matchers);
      return matchers !== undefined && labels.some((one) => matches(matchers, one));
    })
    .map(({ id, startsAt, endsAt, createdBy, comment }) => ({
      id,
      from: Math.max(startsAt, span.from),
      to: Math.min(endsAt, span.to),
      by: createdBy,
      comment,
    }));
}
