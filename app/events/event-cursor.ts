/** A place in the order of events: by time, then by id. */
export interface EventPlace {
  /** UTC milliseconds. */
  readonly at: number;
  readonly id: number;
}

/** The cursor that asks for what is older than this event. Pure. */
export function toEventCursor({ at, id }: EventPlace): string {
  return `${at}-${id}`;
}

/** The place that a cursor names; undefined for what is none. Pure. */
export function parseEventCursor(text: string | null | undefined): EventPlace | undefined {
  const [, at, id] = /^(-?\d{1,16}(?:\.\d{1,12})?)-(\d{1,16})$/.exec(text ?? '') ?? [];
  return at === undefined ? undefined : { at: Number(at), id: Number(id) };
}

/** Whether `one` stands before `other` in a list that begins with the newest. Negative, zero or positive, as for sorting. Pure. */
export function compareEvents(one: EventPlace, other: EventPlace): number {
  return other.at - one.at || other.id - one.id;
}
