/** A date and time of day as a clock on the wall shows it, as if it were UTC: milliseconds. */
export type WallTime = number;

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Whether the text names a time zone of the IANA database that this machine knows. */
export function isTimeZone(zone: string): boolean {
  return formatOf(zone) !== undefined;
}

/** What clocks in `zone` show at `instant` (UTC milliseconds). Throws RangeError where `isTimeZone` is false. */
export function toWallTime(instant: number, zone: string): WallTime {
  const format = formatOf(zone);
  if (format === undefined) throw new RangeError(`unknown time zone ${JSON.stringify(zone)}`);
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instants at which clocks in `zone` show `wall`: one, or two where the clocks are put back over it. Where they are put forward over
 * it none shows it; then the one instant is as far after the change as `wall` is after its beginning, as RFC 5545 (3.3.5) has it.
 */
export function toInstants(wall: WallTime, zone: string): { readonly first: number; readonly last: number } {
  // Zones change their offset twice a day at most, and are less than a day away from UTC.
  const [before, after] = [wall - dayMs, wall + dayMs].map((instant) => toWallTime(instant, zone) - instant);
  const instants = [wall - (before ?? 0), wall - (after ?? 0)].filter((instant) => toWallTime(instant, zone) === wall);
  if (instants.length === 0) return { first: wall - (before ?? 0), last: wall - (before ?? 0) };
  return { first: Math.min(...instants), last: Math.max(...instants) };
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, makeFormat(zone));
  return formats.get(zone);
}

function makeFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
