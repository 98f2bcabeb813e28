import { type Locale, translateFor } from '#lib/i18n/translate.ts';
import type { Offset } from '#lib/model/clock.ts';
import { missing } from './missing.ts';

/** Largest first. A unit is used from one of it on; beyond two minutes, hours say more than thousands of seconds. */
const units = [
  { key: 'unit.days', seconds: 86_400, from: 172_800 },
  { key: 'unit.hours', seconds: 3_600, from: 7_200 },
  { key: 'unit.minutes', seconds: 60, from: 120 },
  { key: 'unit.seconds', seconds: 1, from: 1 },
  { key: 'unit.milliseconds', seconds: 1e-3, from: 1e-3 },
  { key: 'unit.microseconds', seconds: 1e-6, from: 0 },
] as const;
type OffsetUnit = (typeof units)[number];

/** Below this many of its unit a bound is only said to be smaller. */
const smallestBound = 0.001;
const minus = '\u2212';

const formats = new Map<string, Intl.NumberFormat>();

/** Three significant digits, also where they are zeros unless `short`: 1.50, 40.0, 340. At most three decimals. */
function digits(value: number, locale: Locale, significant = 3, short = false): string {
  if (value === 0) return '0';
  const whole = value < 1 ? 0 : Math.floor(Math.log10(value)) + 1;
  const leading = value > 0 && value < 1 ? Math.max(0, -Math.floor(Math.log10(value)) - 1) : 0;
  const decimals = Math.min(3, Math.max(0, significant - whole + leading));
  const least = short ? 0 : decimals;
  const id = `${locale} ${least} ${decimals}`;
  const format =
    formats.get(id) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: decimals });
  formats.set(id, format);
  return format.format(value);
}

/** Rounded to what is shown, so that 999.6 µs is 1.00 ms and not 1,000 µs. */
function unitOf(seconds: number): OffsetUnit {
  const rounded = Number(Math.abs(seconds).toPrecision(3));
  return units.find(({ from }) => rounded >= from) ?? units[5];
}

function inUnit(text: string, unit: OffsetUnit, locale: Locale): string {
  return translateFor(locale)(unit.key, { value: text });
}

function signed(seconds: number, unit: OffsetUnit, locale: Locale): string {
  // Rounded to three decimals of the unit, as it is written: what is then zero has no sign of its own.
  const value = Number((Math.abs(seconds) / unit.seconds).toPrecision(3));
  if (value < 0.0005) return inUnit('±0', unit, locale);
  return inUnit(`${seconds < 0 ? minus : '+'}${digits(value, locale)}`, unit, locale);
}

/**
 * An offset in seconds with its sign, its unit and about three digits: "+340 µs", "−1.52 s", "+40.0 s", "+3.00 h". Nothing at all is
 * "±0 µs". Missing or not finite: "—".
 */
export function formatOffset(seconds: number | null | undefined, locale: Locale = 'en'): string {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return missing;
  return signed(seconds, unitOf(seconds), locale);
}

/** A span that has no sign, such as a bound, a delay or a resolution: "340 µs", "15.6 ms", "5 min". Missing, negative or not finite: "—". */
export function formatMagnitude(seconds: number | null | undefined, locale: Locale = 'en'): string {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) return missing;
  const unit = unitOf(seconds);
  return inUnit(digits(Number((seconds / unit.seconds).toPrecision(3)), locale, 3, true), unit, locale);
}

/**
 * An offset and its bound, both in the unit of the larger one, so that they can be compared: `["+0.34 ms", "±12.0 ms"]`,
 * `["+40.0 s", "±0.002 s"]`. A bound of less than a thousandth of the unit is `"±<0.001 s"`.
 */
export function formatOffsetAndBound(offset: Offset, locale: Locale = 'en'): readonly [offset: string, bound: string] {
  const { seconds, boundSeconds } = offset;
  if (!Number.isFinite(seconds) || !Number.isFinite(boundSeconds) || boundSeconds < 0) return [missing, missing];
  const unit = unitOf(Math.max(Math.abs(seconds), boundSeconds));
  const bound = boundSeconds / unit.seconds;
  const text =
    boundSeconds > 0 && bound < smallestBound ? `<${digits(smallestBound, locale, 1)}` : digits(roundUp(bound), locale, 2);
  return [signed(seconds, unit, locale), inUnit(`±${text}`, unit, locale)];
}

/** To two digits, or the three decimals that are written, and never down: a bound must not promise more than is known. */
function roundUp(value: number): number {
  if (value === 0) return 0;
  const step = Math.max(smallestBound, 10 ** (Math.floor(Math.log10(value)) - 1));
  // What division has added to the last digits is no reason for a step more.
  return Number((Math.ceil(Number((value / step).toPrecision(6))) * step).toPrecision(2));
}
