const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const spacings = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  5 * day,
  10 * day,
  30 * day,
  90 * day,
  365 * day,
];

/** A mark on the time axis. `isDay` where it is a midnight of the reader's zone: such marks are written as dates. */
export interface TimeTick {
  readonly time: number;
  readonly isDay: boolean;
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. Undefined is the browser's own zone. */
export function zoneOffsetMs(time: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return -new Date(time).getTimezoneOffset() * minute;
  const parts = partsFormat(timeZone).formatToParts(time);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - Math.floor(time / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, known);
  return known;
}

/**
 * At most `count` round moments of [from, to] by the reader's clock: full hours of a zone that is 5:45 ahead are not full hours of UTC,
 * and a day in which clocks change is not 24 hours long.
 */
export function timeTicks(from: number, to: number, count: number, timeZone: string | undefined): readonly TimeTick[] {
  const spacing = spacings.find((one) => (to - from) / one <= Math.max(1, count)) ?? 3_650 * day;
  const ticks: TimeTick[] = [];
  const firstWall = from + zoneOffsetMs(from, timeZone);
  for (let wall = Math.ceil(firstWall / spacing) * spacing; ticks.length <= count; wall += spacing) {
    // The offset is looked up twice, because it depends on the moment that it gives.
    const guess = wall - zoneOffsetMs(wall, timeZone);
    const time = wall - zoneOffsetMs(guess, timeZone);
    if (time > to) break;
    if (time >= from && time > (ticks.at(-1)?.time ?? Number.NEGATIVE_INFINITY)) ticks.push({ time, isDay: wall % day === 0 });
  }
  return ticks;
}
