import { createDemoVm, type DemoVmPlan } from './demo-vm.ts';
import { always, isWithin, overlap, type Span } from './episode.ts';
import type { SimulatedVm } from './scenario.ts';
import type { SimulatedEvent, SimulatedLogs } from './simulated-event.ts';
import type { SimulatedMigration } from './simulated-setup.ts';

const minute = 60_000;
/** A trip every twenty minutes: there, back but it fails, back. */
const everyMs = 20 * minute;
const lastsMs = minute;
/** Progress is told in steps, so that not every moment is another host. */
const stepMs = 10_000;
/** Hyper-V lists a job for so long after its end (cim-facts.md 10.2). */
const listedMs = 5 * minute;
const offsetMs = 3 * minute;
const beginning = Date.UTC(2025, 0, 1);
const mostEvents = 100;

/** A VM that migrates between two hosts by turns; both by their place in the fleet. */
export interface DemoTraveller {
  readonly plan: DemoVmPlan;
  readonly hosts: readonly [number, number];
  /** NetBIOS names of both. */
  readonly names: readonly [string, string];
}

/** What a traveller is to one host at a moment. */
export interface TravelGuest {
  readonly vms: readonly SimulatedVm[];
  readonly migrations: readonly SimulatedMigration[];
  /** Logs that it writes; without it there are none. */
  readonly logs: SimulatedLogs;
  readonly span: Span;
}

const management = 'Microsoft-Windows-Hyper-V-VMMS-Admin';
const nobody: TravelGuest = { vms: [], migrations: [], logs: {}, span: always };
/** OperationalStatus of a VM that is on its way (cim-facts.md 1.3). */
const migrating = [2, 32_774];

/** What the traveller is to a host, moment by moment: here, coming in, or away. As long as nothing changes it stays the same object. */
export function createTravelGuest(
  traveller: DemoTraveller | undefined,
  host: number,
  clockOffsetMs: number,
): (now: number) => TravelGuest {
  const index = traveller?.hosts.indexOf(host) ?? -1;
  if (traveller === undefined || index < 0) return () => nobody;
  const side: Side = index === 0 ? 0 : 1;
  const vmAt = createDemoVm(traveller.plan);
  const incomingAt = createDemoVm({ ...traveller.plan, rest: 'off', kind: 'planned', checkpoints: [] });
  let last: TravelGuest | undefined;
  return (now) => {
    if (last === undefined || !isWithin(last.span, now)) {
      const { presence, migrations, events, span } = toState(traveller, side, now);
      const { vm, span: lasts } = presence === 'incoming' ? incomingAt(now) : vmAt(now);
      const isMigrating = migrations.some(({ state }) => state === 4);
      const shown = presence === 'here' && isMigrating ? { ...vm, operationalStatus: migrating } : vm;
      const log = events.map((event) => ({ ...event, at: event.at + clockOffsetMs }));
      last = { vms: presence === 'away' ? [] : [shown], migrations, logs: { [management]: log }, span: overlap(span, lasts) };
    }
    return last;
  };
}

interface TravelState {
  readonly presence: 'here' | 'incoming' | 'away';
  readonly migrations: readonly SimulatedMigration[];
  /** Of the management service's log, oldest first, true times. */
  readonly events: readonly SimulatedEvent[];
  readonly span: Span;
}

type Side = 0 | 1;

function toState(traveller: DemoTraveller, side: Side, now: number): TravelState {
  const trip = Math.floor((now - offsetMs) / everyMs);
  const startedAt = offsetMs + trip * everyMs;
  const sinceMs = now - startedAt;
  const running = sinceMs < lastsMs;
  const { source, failed } = tripOf(trip);
  const home = running || failed ? source : other(source);
  const listed = source === side && sinceMs < lastsMs + listedMs;
  return {
    presence: home === side ? 'here' : running ? 'incoming' : 'away',
    migrations: listed ? [toMigration(traveller, trip, { startedAt, sinceMs })] : [],
    events: toEvents(traveller, side, running ? trip - 1 : trip),
    span: toSpan(startedAt, sinceMs),
  };
}

/** Trips go there, back but fail, and back. */
function tripOf(trip: number): { readonly source: Side; readonly failed: boolean } {
  const turn = ((trip % 3) + 3) % 3;
  return { source: turn === 0 ? 0 : 1, failed: turn === 1 };
}

function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}

function toSpan(startedAt: number, sinceMs: number): Span {
  if (sinceMs < lastsMs) {
    const from = startedAt + Math.floor(sinceMs / stepMs) * stepMs;
    return { from, until: from + stepMs };
  }
  const gone = startedAt + lastsMs + listedMs;
  return startedAt + sinceMs < gone ? { from: startedAt + lastsMs, until: gone } : { from: gone, until: startedAt + everyMs };
}

function toMigration(
  { plan, names }: DemoTraveller,
  trip: number,
  { startedAt, sinceMs }: { readonly startedAt: number; readonly sinceMs: number },
): SimulatedMigration {
  const { source, failed } = tripOf(trip);
  const runsMs = Math.min(lastsMs, Math.floor(sinceMs / stepMs) * stepMs);
  const ended = sinceMs >= lastsMs;
  const hasFailed = ended && failed;
  return {
    job: `${plan.id.toUpperCase()}-${trip}`,
    vm: plan.id.toUpperCase(),
    destination: names[other(source)],
    migrationType: 32_768,
    jobType: 305,
    state: ended ? (failed ? 10 : 7) : 4,
    percent: Math.min(failed ? 60 : 100, Math.round((runsMs / lastsMs) * 100)),
    startedAt,
    elapsedMs: runsMs,
    errorCode: hasFailed ? 32_768 : 0,
    error: hasFailed ? `Could not access '${plan.name}' on the destination host.` : undefined,
  };
}

/** What the host logged of its own trips, by numbers that follow from how many there have been. */
function toEvents({ plan }: DemoTraveller, side: Side, lastTrip: number): readonly SimulatedEvent[] {
  const firstTrip = Math.ceil((beginning - offsetMs) / everyMs);
  const events: SimulatedEvent[] = [];
  for (let trip = lastTrip; trip >= firstTrip && events.length < mostEvents; trip -= 1) {
    const { source, failed } = tripOf(trip);
    if (source !== side) continue;
    events.push({
      recordId: countOf(side, trip) - countOf(side, firstTrip - 1),
      eventId: failed ? 21_024 : 20_415,
      at: offsetMs + trip * everyMs + lastsMs - 200,
      provider: 'Microsoft-Windows-Hyper-V-VMMS',
      payload: 'VmlEventLog',
      fields: failed
        ? [
            ['VmName', plan.name],
            ['VmId', plan.id.toUpperCase()],
          ]
        : [
            ['Parameter0', plan.name],
            ['Parameter1', plan.id.toUpperCase()],
            ['Parameter2', `0.${(trip % 8) + 1}`],
          ],
      sid: undefined,
    });
  }
  return events.toReversed();
}

/** Trips of one source up to one: every third of side 0, two of three of side 1. */
function countOf(side: Side, trip: number): number {
  const ofFirst = Math.floor(trip / 3) + 1;
  return side === 0 ? ofFirst : trip + 1 - ofFirst;
}
