import { z } from 'zod';
import type { Sample } from '../series/sample.ts';
import { type Labels, type Matcher, matches } from './matcher.ts';
import { isTimeZone, toInstants, toWallTime } from './zone-time.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const instant = z.number().int();

/** ISO 8601: Monday is 1, Sunday 7. */
const weekday = z.number().int().min(1).max(7);

/** When a maintenance window is open. */
export const maintenanceSchedule = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('once'), startsAt: instant, endsAt: instant })
    .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'], error: 'must end after it starts' }),
  z.strictObject({
    kind: z.literal('weekly'),
    weekdays: z.array(weekday).min(1).max(7),
    /** Time of day in `zone` at which it opens. */
    start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 02:30'),
    durationMinutes: z.number().int().min(1).max(1_440),
    zone: z.string().refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Oslo'),
  }),
]);
export type MaintenanceSchedule = z.infer<typeof maintenanceSchedule>;

/** Stops notifications of alerts while work is done on what they are about. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly schedule: MaintenanceSchedule;
}

/** From the first up to, and without, the last; UTC milliseconds. */
export interface Opening {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The opening that `now` lies in, that which ends last if in doubt; undefined while the window is closed. Pure. */
export function openingAt(schedule: MaintenanceSchedule, now: number): Opening | undefined {
  const open = openingsFrom(schedule, now).filter(({ startsAt }) => startsAt <= now);
  return open.toSorted((a, b) => b.endsAt - a.endsAt)[0];
}

/** The first opening that begins after `now`; undefined where none will. Pure. */
export function nextOpening(schedule: MaintenanceSchedule, now: number): Opening | undefined {
  return openingsFrom(schedule, now).find(({ startsAt }) => startsAt > now);
}

/** The windows that are open and hit an alert with these labels (`placedLabels`). Pure. */
export function windowsOf<W extends Pick<MaintenanceWindow, 'matchers' | 'schedule'>>(
  windows: readonly W[],
  labels: Labels,
  now: number,
): readonly W[] {
  return windows.filter(({ matchers, schedule }) => matches(matchers, labels) && openingAt(schedule, now) !== undefined);
}

/** The metrics that `drainedHosts` asks for. */
export const drainSeries = ['hvitals_host_cluster_node_state', 'hvitals_host_cluster_node_drain'] as const;

/**
 * Hosts that their cluster has paused, or whose roles it is moving away: work on them is meant, so that their alerts and those of VMs that
 * are still there tell nobody. `samplesOf` gives the series of a metric. Pure.
 */
export function drainedHosts(samplesOf: (metric: string) => Iterable<Sample>): ReadonlySet<string> {
  const hosts = new Set<string>();
  const add = (metric: string, wanted: string) => {
    for (const { labels, value } of samplesOf(metric)) {
      if (value === 1 && labels.state === wanted && labels.host !== undefined) hosts.add(labels.host);
    }
  };
  const [nodeState, nodeDrain] = drainSeries;
  add(nodeState, 'paused');
  add(nodeDrain, 'in-progress');
  return hosts;
}

/** Openings that have not ended at `now`, in the order of their beginnings, for a week and a day at least. */
function openingsFrom(schedule: MaintenanceSchedule, now: number): readonly Opening[] {
  if (schedule.kind === 'once') {
    const { startsAt, endsAt } = schedule;
    return endsAt > now ? [{ startsAt, endsAt }] : [];
  }
  const today = Math.floor(toWallTime(now, schedule.zone) / dayMs) * dayMs;
  // An opening lasts a day at most, and two hours more where clocks are put back; the next one is a week away at most.
  return Array.from({ length: 12 }, (_, index) => today + (index - 3) * dayMs)
    .filter((midnight) => schedule.weekdays.includes(new Date(midnight).getUTCDay() || 7))
    .map((midnight) => openingOn(midnight, schedule))
    .filter(({ endsAt }) => endsAt > now);
}

/**
 * The opening that begins on a day. It lasts `durationMinutes` at least, and holds every instant at which a clock on the wall shows a time
 * between its start and its end: where clocks are put back in between, it is longer by that; where they are put forward it is not shorter.
 */
function openingOn(
  midnight: number,
  { start, durationMinutes, zone }: Extract<MaintenanceSchedule, { kind: 'weekly' }>,
): Opening {
  const [hours = 0, minutes = 0] = start.split(':').map(Number);
  const wall = midnight + (hours * 60 + minutes) * minuteMs;
  const startsAt = toInstants(wall, zone).first;
  const duration = durationMinutes * minuteMs;
  return { startsAt, endsAt: Math.max(startsAt + duration, toInstants(wall + duration, zone).last) };
}
