/** Why a value is not known over a span. */
export type UnknownReason = 'not-told' | 'contradictory' | 'log-lost' | 'host-away' | 'not-read';

/** What is known of a value from some moment on. `not-said` may be filled by what is said later, `lost` may not. */
export type Known<Value> = { readonly value: Value } | 'not-said' | { readonly lost: UnknownReason };

/** What one moment tells of a value that there is at all times, such as the state of a VM. `at`: UTC milliseconds. */
export interface Turn<Value> {
  readonly at: number;
  /** What it can have been just before, the usual one first; empty where nothing is said of it. */
  readonly before: readonly Value[];
  /** From then on; `same` as before. */
  readonly after: Known<Value> | 'same';
}

/** What was read last. Times are UTC milliseconds. */
export interface Present<Value> {
  /** Undefined where the reading has none that is known. */
  readonly value: Value | undefined;
  /** When it became so, where the reading tells it. */
  readonly since: number | undefined;
  /** It has been so since then, or since earlier. */
  readonly provenSince: number;
  /** When the reading last said something new, and when it came. */
  readonly changedAt: number;
  readonly readAt: number;
  /** It is too old to hold now. */
  readonly stale: boolean;
  /** What happens is told: silence means that nothing happened. */
  readonly watched: boolean;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface KnownSpan<Value> extends Window {
  readonly value: Value | undefined;
  /** Of a value that is not known. */
  readonly why?: UnknownReason;
}

/** The same thing told twice, by two events or two logs, stands within this. */
const sameThingMs = 60_000;
/** What a reading shows, a log tells some polls later, and the other way round. */
const lateMs = 120_000;

/**
 * The value over the window: spans that follow one another without a gap. Between two turns it is what both allow; where they allow
 * nothing in common, or say nothing, it is not known. Before the first turn it is what that turn says, back to `knownFrom`, from
 * when on turns are told at all. Pure; `turns` by time.
 */
export function knownSpans<Value>(
  turns: readonly Turn<Value>[],
  present: Present<Value>,
  { from, to, knownFrom }: Window & { readonly knownFrom: number },
): readonly KnownSpan<Value>[] {
  const spans: KnownSpan<Value>[] = [];
  let known: Known<Value> = 'not-said';
  let at = Number.NEGATIVE_INFINITY;
  for (const turn of turns) {
    const bridged: Known<Value> = bridge(known, at, turn);
    const isFirst = at === Number.NEGATIVE_INFINITY;
    const begin = isFirst ? Math.min(knownFrom, turn.at) : at;
    if (isFirst) spans.push({ from: at, to: begin, value: undefined, why: 'not-told' });
    spans.push(toSpan(begin, turn.at, bridged));
    known = turn.after === 'same' ? (isLost(bridged) && !isLost(known) ? 'not-said' : bridged) : turn.after;
    at = turn.at;
  }
  spans.push(...(turns.length === 0 ? withoutTurns(present, knownFrom) : afterLast(known, at, present, to)));
  const seenUntil = present.stale ? Math.max(present.readAt, at) : to;
  return mergeSpans(
    [
      ...fillProven(spans, present).map((span) => ({ ...span, to: Math.min(span.to, seenUntil) })),
      { from: seenUntil, to, value: undefined, why: 'not-read' as const },
    ],
    { from, to },
  );
}

/** What holds between two turns. */
function bridge<Value>(known: Known<Value>, since: number, { at, before, after }: Turn<Value>): Known<Value> {
  if (isLost(known)) return known;
  const [usual] = before;
  if (known === 'not-said') return usual === undefined ? known : { value: usual };
  if (usual === undefined || before.includes(known.value)) return known;
  const isToldAgain = typeof after === 'object' && 'value' in after && after.value === known.value && at - since <= sameThingMs;
  return isToldAgain ? known : { lost: 'contradictory' };
}

/** Nothing has happened since things are told: it is as it was read, as long as that. */
function withoutTurns<Value>({ value, provenSince, watched }: Present<Value>, knownFrom: number): readonly KnownSpan<Value>[] {
  const begin = watched ? Math.min(provenSince, knownFrom) : provenSince;
  return [toSpan(Number.NEGATIVE_INFINITY, begin, 'not-said'), toSpan(begin, Number.POSITIVE_INFINITY, toKnown(value))];
}

/** From the last turn on: the turn and the reading together. */
function afterLast<Value>(known: Known<Value>, at: number, present: Present<Value>, now: number): readonly KnownSpan<Value>[] {
  const { value, since, changedAt, readAt, watched } = present;
  const end = Number.POSITIVE_INFINITY;
  const isOlder = readAt < at || (changedAt < at && readAt - at < lateMs);
  if (value === undefined || isOlder) return [toSpan(at, end, watched ? known : 'not-said')];
  const begin = Math.max(at, since ?? present.provenSince);
  const read = toSpan(begin, end, { value });
  if (isLost(known)) return [toSpan(at, begin, known), read];
  if (!watched) return [toSpan(at, begin, 'not-said'), read];
  if (known === 'not-said' || known.value === value) return [toSpan(at, end, { value })];
  // The event of what the reading shows may be on its way; where the reading tells when it became so, none is needed.
  const isExplained = since !== undefined || now - begin < lateMs;
  return [toSpan(at, begin, isExplained ? known : { lost: 'contradictory' }), read];
}

/** What nobody told is as it was read, as long as that is proven and nothing later was otherwise. */
function fillProven<Value>(
  spans: readonly KnownSpan<Value>[],
  { value, provenSince }: Present<Value>,
): readonly KnownSpan<Value>[] {
  if (value === undefined || spans.at(-1)?.value !== value) return spans;
  const end = spans.findLastIndex((span) => span.value !== value && span.why !== 'not-told' && span.why !== 'log-lost');
  return spans.flatMap((span, index): readonly KnownSpan<Value>[] => {
    if (index <= end || span.why !== 'not-told') return [span];
    const begin = Math.min(Math.max(span.from, provenSince), span.to);
    return [
      { ...span, to: begin },
      { from: begin, to: span.to, value },
    ];
  });
}

function toKnown<Value>(value: Value | undefined): Known<Value> {
  return value === undefined ? 'not-said' : { value };
}

function isLost<Value>(known: Known<Value>): known is { readonly lost: UnknownReason } {
  return typeof known === 'object' && 'lost' in known;
}

function toSpan<Value>(from: number, to: number, known: Known<Value>): KnownSpan<Value> {
  if (known === 'not-said') return { from, to, value: undefined, why: 'not-told' };
  return 'lost' in known ? { from, to, value: undefined, why: known.lost } : { from, to, value: known.value };
}

/** The spans inside the window, those alike and side by side as one. */
function mergeSpans<Value>(spans: readonly KnownSpan<Value>[], { from, to }: Window): readonly KnownSpan<Value>[] {
  const merged: KnownSpan<Value>[] = [];
  for (const span of spans) {
    const clipped = { ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) };
    if (!(clipped.from < clipped.to)) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.value === clipped.value && last.why === clipped.why) {
      merged[merged.length - 1] = { ...last, to: clipped.to };
    } else merged.push(clipped);
  }
  return merged;
}
