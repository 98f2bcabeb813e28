import { handoverAlerts } from '#lib/derive/handover.ts';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import { fleetEventKinds, fleetEventSeverities } from '#lib/model/fleet-event.ts';
import type { HandoverHours } from '#lib/model/handover-span.ts';
import { everyMigration } from '#lib/model/migration-filter.ts';
import { loadMigrations } from './load-migrations.ts';
import { toStandingAlert } from './load-subject-alerts.ts';
import { readFleet } from './read-fleet.ts';
import { readStandingAlerts } from './read-standing-alerts.ts';
import { readAlerts, readStore } from './store-access.ts';

const hourMs = 3_600_000;
/** Most events of alerts, and of power, of one answer. */
const mostEvents = 5_000;
/** Alerts that are listed as open, and of each rule as come and gone; the numbers count all. */
const mostOpen = 300;
const mostOfRule = 50;
const mostDeeds = 200;

/** What a shift of so many hours up to `now` (UTC milliseconds) hands over. Throws StoreError. */
export async function loadHandover(hours: HandoverHours, now: number): Promise<ApiHandover> {
  // The fleet's revision first: what comes in between is then read once more, never missed.
  const { revision } = await readFleet();
  const span = { from: now - hours * hourMs, to: now };
  const { alerts, acks } = await readStandingAlerts();
  const turns = await (await readAlerts()).listAlertEvents({ from: span.from, limit: mostEvents });
  const standing = alerts.map((alert) => toStandingAlert(alert, acks));
  const { numbers, open, passed, deeds } = handoverAlerts({ turns, standing, span });
  const { events, completeFrom } = await countPower(span.from);
  const oldestTurn = turns.length < mostEvents ? null : (turns.at(-1)?.at ?? null);
  return {
    revision,
    hours,
    ...span,
    numbers,
    open: open.slice(0, mostOpen),
    passed: passed.map((group) => ({ ...group, alerts: group.alerts.slice(0, mostOfRule) })),
    deeds: deeds.slice(0, mostDeeds),
    power: events,
    migrations: await countMigrations(span.from, now),
    completeFrom: latest(oldestTurn, completeFrom),
  };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

async function countPower(from: number) {
  const events = await (await readStore()).listEvents({ kinds: fleetEventKinds.power, from, limit: mostEvents });
  const byKind = Map.groupBy(events, ({ kind }) => kind);
  const rank = (severity: string) => (fleetEventSeverities as readonly string[]).indexOf(severity);
  const counts = [...byKind].map(([kind, all]) => {
    const [first, ...rest] = all.map(({ severity }) => severity);
    return {
      kind,
      count: all.length,
      severity: rest.reduce((worst, one) => (rank(one) > rank(worst) ? one : worst), first ?? 'info'),
    };
  });
  return {
    events: counts.toSorted((a, b) => rank(b.severity) - rank(a.severity) || b.count - a.count || (a.kind < b.kind ? -1 : 1)),
    completeFrom: events.length < mostEvents ? null : (events.at(-1)?.at ?? null),
  };
}

/** By migration and not by event: both hosts and hvitals itself tell of one. */
async function countMigrations(from: number, now: number): Promise<ApiHandover['migrations']> {
  const { records } = await loadMigrations({ ...everyMigration, range: '24h' }, now);
  const count = (result: string) =>
    records.filter((one) => one.result === result && (one.at >= from || result === 'running')).length;
  return { finished: count('finished'), failed: count('failed'), running: count('running') };
}
