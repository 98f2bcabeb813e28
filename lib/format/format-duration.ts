import { missing } from './missing.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

type DurationUnit = (typeof units)[number][0] | 'millisecond';

const formats = new Map<string, Intl.NumberFormat>();

function inUnit(value: number, unit: DurationUnit, locale: string): string {
  const id = `${locale} ${unit}`;
  const format =
    formats.get(id) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 });
  formats.set(id, format);
  return format.format(value);
}

/**
 * A span of milliseconds in its two largest units, such as "85ms", "1.4s", "12m 5s", "3h 20m", "2d 4h".
 * Missing, negative or not finite: "—".
 */
export function formatDuration(milliseconds: number | null | undefined, locale = 'en'): string {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds) || milliseconds < 0) return missing;
  if (milliseconds < 999.5) return inUnit(Math.round(milliseconds), 'millisecond', locale);
  if (milliseconds < 9_950) return inUnit(Math.round(milliseconds / 100) / 10, 'second', locale);
  const seconds = Math.round(milliseconds / 1_000);
  const first = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[first] ?? units[3];
  const whole = Math.floor(seconds / size);
  const next = units[first + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds - whole * size) / next[1]);
  const head = inUnit(whole, unit, locale);
  return next === undefined || rest === 0 ? head : `${head} ${inUnit(rest, next[0], locale)}`;
}

/** Ages this far in the future are clocks that differ by a little, and count as now. */
const futureToleranceMs = 5_000;

/**
 * How long ago something was, in whole seconds below a minute and in whole minutes below an hour: "0s", "42s", "12m", "3h 20m".
 * A moment in the future beyond a few seconds has no age: "—".
 */
export function formatAge(at: number | null | undefined, now: number, locale = 'en'): string {
  if (typeof at !== 'number') return missing;
  const age = now - at;
  if (!Number.isFinite(age) || age < -futureToleranceMs) return missing;
  const seconds = Math.max(0, Math.floor(age / 1_000));
  if (seconds < 60) return inUnit(seconds, 'second', locale);
  if (seconds < 3_600) return inUnit(Math.floor(seconds / 60), 'minute', locale);
  return formatDuration(Math.floor(seconds / 60) * 60_000, locale);
}
