/** Events of one day of the reader's zone. */
export interface EventDay<Event> {
  /** `2026-11-23`; empty for a moment that no calendar has. */
  readonly day: string;
  readonly events: readonly Event[];
}

/** Events in their order, cut where the day changes. Pure. */
export function groupByDay<Event extends { readonly at: number }>(
  events: readonly Event[],
  dayOf: (at: number) => string,
): readonly EventDay<Event>[] {
  const days: { day: string; events: Event[] }[] = [];
  for (const event of events) {
    const day = dayOf(event.at);
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}

/** What people call a day, seen from `today`; undefined where it has no name but its date. Both as `2026-11-23`. Pure. */
export function dayWord(day: string, today: string): 'today' | 'yesterday' | undefined {
  if (day === today) return 'today';
  // By the calendar, not by 24 hours: days on which clocks change are longer or shorter.
  return noonOf(today) - noonOf(day) === 86_400_000 ? 'yesterday' : undefined;
}

/** Noon of a day in UTC, which has the same date there; NaN for what is no day. Pure. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}
