import type { ApiSchedule } from '#lib/model/api/maintenance.ts';
import { endOf, parseZonedText, toZonedText } from './silence-ends.ts';

/** When a window is open, as its fields have it. */
export interface WindowDraft {
  readonly kind: 'once' | 'weekly';
  /** Fields for date and time in the reader's zone. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly weekdays: readonly number[];
  readonly start: string;
  readonly minutes: string;
  /** Of the weekly times. */
  readonly zone: string;
}

/** The fields of a window that is there, or of a new one. Pure. */
export function toWindowDraft(schedule: ApiSchedule | undefined, now: number, zone: string): WindowDraft {
  const fresh: WindowDraft = {
    kind: 'once',
    startsAt: toZonedText(now, zone),
    endsAt: toZonedText(endOf('2h', now, zone), zone),
    weekdays: [],
    start: '22:00',
    minutes: '120',
    zone,
  };
  if (schedule === undefined) return fresh;
  if (schedule.kind === 'weekly') {
    const { weekdays, start, durationMinutes, zone: own } = schedule;
    return { ...fresh, kind: 'weekly', weekdays, start, minutes: String(durationMinutes), zone: own };
  }
  return { ...fresh, startsAt: toZonedText(schedule.startsAt, zone), endsAt: toZonedText(schedule.endsAt, zone) };
}

/**
 * What the server is told; what is not whole is left out or sent as it is, and the server says what is wrong with it. Pure.
 * @param readerZone in which the fields of `once` are meant
 */
export function toSchedule(draft: WindowDraft, readerZone: string): Partial<ApiSchedule> {
  const { kind, weekdays, start, minutes, zone } = draft;
  if (kind === 'weekly') {
    return { kind, weekdays: weekdays.toSorted(), start, durationMinutes: Number(minutes), zone: zone.trim() };
  }
  const [startsAt, endsAt] = [parseZonedText(draft.startsAt, readerZone), parseZonedText(draft.endsAt, readerZone)];
  return { kind, ...(startsAt === undefined ? {} : { startsAt }), ...(endsAt === undefined ? {} : { endsAt }) };
}

/** The schedule where it is whole enough to be previewed. Pure. */
export function toWholeSchedule(draft: WindowDraft, readerZone: string): ApiSchedule | undefined {
  const schedule = toSchedule(draft, readerZone);
  if (schedule.kind === 'weekly')
    return draft.weekdays.length === 0 || draft.start === '' ? undefined : (schedule as ApiSchedule);
  return 'startsAt' in schedule && 'endsAt' in schedule ? (schedule as ApiSchedule) : undefined;
}
