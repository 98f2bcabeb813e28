import { toInstants, toWallTime } from '#lib/alerting/zone-time.ts';
import { nextMorning, parseInputText, toInputText } from '#lib/format/zoned-input.ts';

const minuteMs = 60_000;
const morningHour = 8;

/** How long a silence lasts, as offered; `other` is said by the reader. */
export const silenceSpans = ['30m', '2h', '8h', '1d', 'morning', 'other'] as const;
export type SilenceSpan = (typeof silenceSpans)[number];

const lengths: Readonly<Record<Exclude<SilenceSpan, 'morning' | 'other'>, number>> = {
  '30m': 30 * minuteMs,
  '2h': 120 * minuteMs,
  '8h': 480 * minuteMs,
  '1d': 1_440 * minuteMs,
};

/** When a silence that begins at `now` ends; `morning` is eight o'clock of tomorrow in `zone`. UTC milliseconds. Pure. */
export function endOf(span: Exclude<SilenceSpan, 'other'>, now: number, zone: string): number {
  if (span !== 'morning') return now + lengths[span];
  return toInstants(nextMorning(toWallTime(now, zone), morningHour), zone).first;
}

/** A moment as a field for date and time shows it in `zone`. Pure. */
export function toZonedText(at: number, zone: string): string {
  return toInputText(at, (instant) => toWallTime(instant, zone));
}

/** The moment of such a field in `zone`, UTC milliseconds; undefined where the field is not whole. Pure. */
export function parseZonedText(text: string, zone: string): number | undefined {
  const wall = parseInputText(text);
  return wall === undefined ? undefined : toInstants(wall, zone).first;
}
