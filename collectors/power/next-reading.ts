import type { DirtyStop, PowerReading } from '#lib/model/readings/power.ts';
import type { PowerEventMeaning } from './power-events.ts';
import { isDirtyStop, type PowerEvent } from './to-power-event.ts';

const hourMs = 3_600_000;
/** How long a VM that somebody turned off and left so is worth a word; one that crashed is as long as it is off. */
const turnedOffMs = 24 * hourMs;

/** After these a VM was not stopped dirty, whatever was before. */
const cleanStops: ReadonlySet<PowerEventMeaning['kind']> = new Set([
  'shut-down-by-service',
  'shut-down-by-guest',
  'saved',
  'hibernated',
  'created',
]);
const starts: ReadonlySet<PowerEventMeaning['kind']> = new Set(['started', 'restored']);

/** What is known of a VM after one more event, later than those before. Pure. */
export function nextReading(before: PowerReading | undefined, event: PowerEvent): PowerReading {
  const { kind, expected } = event.meaning;
  const { eventId } = event.source;
  const at = new Date(event.source.at).toISOString();
  // Logs are read one after the other, so that an event may come after a later one of the other log.
  const last = before !== undefined && before.last.at > at ? before.last : { kind, eventId, at, expected };
  const dirty = nextDirty(before?.dirty, event, at);
  return dirty === undefined ? { last } : { last, dirty };
}

function nextDirty(before: DirtyStop | undefined, event: PowerEvent, at: string): DirtyStop | undefined {
  const { kind } = event.meaning;
  if (before !== undefined && at < before.at) return before;
  if (isDirtyStop(kind)) {
    // A crash is the cause of the stop that follows it, and says more.
    if (kind === 'turned-off' && before !== undefined && before.kind !== 'turned-off' && before.backAt === undefined)
      return before;
    return {
      kind,
      eventId: event.source.eventId,
      at,
      recent: true,
      ...(event.codes.length > 0 ? { codes: [...event.codes] } : {}),
      ...(event.linuxPanic ? { linuxPanic: true } : {}),
    };
  }
  if (cleanStops.has(kind)) return undefined;
  return before !== undefined && before.backAt === undefined && starts.has(kind) ? { ...before, backAt: at } : before;
}

/** What is left of a stop as time goes by; the same object where nothing is over. Pure. `hostTime`: UTC milliseconds by the host's clock. */
export function passTime(reading: PowerReading, hostTime: number): PowerReading {
  const { dirty, last } = reading;
  if (dirty === undefined) return reading;
  const ageMs = hostTime - Date.parse(dirty.at);
  const recent = ageMs < hourMs;
  const isOver = (dirty.backAt !== undefined && !recent) || (dirty.kind === 'turned-off' && ageMs >= turnedOffMs);
  if (isOver) return { last };
  return recent === dirty.recent ? reading : { last, dirty: { ...dirty, recent } };
}
