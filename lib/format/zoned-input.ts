const dayMs = 86_400_000;
const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

/** What clocks in a zone show at an instant, as UTC milliseconds. */
type ToWall = (instant: number) => number;

/** A moment as a field for date and time wants it (`2026-11-23T08:00`), as clocks of `toWall` show it. Seconds are dropped. Pure. */
export function toInputText(at: number, toWall: ToWall): string {
  const date = new Date(toWall(at));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16);
}

/** The date and time of such a field as wall time, UTC milliseconds; undefined where it is not whole or no date. Pure. */
export function parseInputText(text: string): number | undefined {
  const [, year, month, day, hour, minute] = shape.exec(text) ?? [];
  if (year === undefined) return undefined;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return new Date(wall).toISOString().slice(0, 16) === text ? wall : undefined;
}

/** The wall time of `hour` o'clock on the day after that of `wall`. Pure. */
export function nextMorning(wall: number, hour: number): number {
  return Math.floor(wall / dayMs) * dayMs + dayMs + hour * 3_600_000;
}
