import type { ApiEvent, ApiEvents } from '#lib/model/api/events.ts';
import type { FleetEventKind } from '#lib/model/fleet-event.ts';
import { compareEvents } from './event-cursor.ts';
import { allEvents, type EventsWanted } from './search-params.ts';

/** What the overview asks for of the last day: three questions, so that a flood of one leaves the others in sight. */
export const lastDayParts = ['trouble', 'migrations', 'gaps'] as const;
export type LastDayPart = (typeof lastDayParts)[number];

const day = (kinds: readonly FleetEventKind[]): EventsWanted => ({ ...allEvents, kinds, range: '24h' });

/** The events of each part. */
export const lastDayWanted: Readonly<Record<LastDayPart, EventsWanted>> = {
  // VMs that were stopped or reset without their guest, that crashed or failed to start, and migrations that came to nothing.
  trouble: day([
    'turned-off',
    'reset-by-host',
    'guest-crashed',
    'triple-fault',
    'worker-died',
    'stopped-critical',
    'paused-critical',
    'start-failed',
    'boot-failed',
    'migration-failed',
    'migration-refused',
  ]),
  migrations: day(['migration-finished']),
  gaps: day(['log-cleared', 'log-rolled-over', 'log-reset']),
};
/** How many of each part are asked for; gaps are only counted. */
export const lastDayLimits: Readonly<Record<LastDayPart, number>> = { trouble: 20, migrations: 20, gaps: 100 };

const mostLines = 8;
/** Completed migrations have so many lines however much trouble there is: one of them may be its cause. */
const leastMigrations = 2;
/** Both hosts of a migration and its job tell of the same end. */
const echoMs = 120_000;

/** A line of the overview: one event, or all gaps in event logs. */
export type LastDayLine =
  | { readonly event: ApiEvent }
  | {
      readonly gaps: number;
      /** There are more than were counted. */
      readonly isMore: boolean;
      /** The newest of them, UTC milliseconds. */
      readonly at: number;
      readonly hosts: readonly string[];
    };

/** What of the last day deserves a line, newest first. Pure. */
export function selectLastDay({ trouble, migrations, gaps }: Readonly<Record<LastDayPart, ApiEvents>>): readonly LastDayLine[] {
  const gapLine = toGapLine(gaps);
  const room = mostLines - (gapLine === undefined ? 0 : 1);
  const grave = withoutEchoes(trouble.events);
  const completed = withoutEchoes(migrations.events).slice(0, Math.max(leastMigrations, room - grave.length));
  const events = [...grave.slice(0, room - completed.length), ...completed].toSorted(compareEvents);
  const lines: LastDayLine[] = events.map((event) => ({ event }));
  if (gapLine === undefined) return lines;
  const older = events.findIndex(({ at }) => at <= gapLine.at);
  return lines.toSpliced(older === -1 ? lines.length : older, 0, gapLine);
}

function toGapLine({ events, next }: ApiEvents): Extract<LastDayLine, { readonly gaps: number }> | undefined {
  const [newest] = events;
  if (newest === undefined) return undefined;
  return {
    gaps: events.length,
    isMore: next !== null,
    at: newest.at,
    hosts: [...new Set(events.map(({ host }) => host))].toSorted(),
  };
}

/** Newest first, each thing that happened to a VM once, whoever told it. */
function withoutEchoes(events: readonly ApiEvent[]): readonly ApiEvent[] {
  const kept: ApiEvent[] = [];
  for (const event of events) {
    const isEcho = kept.some(
      ({ vmId, kind, at }) => vmId !== null && vmId === event.vmId && kind === event.kind && at - event.at <= echoMs,
    );
    if (!isEcho) kept.push(event);
  }
  return kept;
}
