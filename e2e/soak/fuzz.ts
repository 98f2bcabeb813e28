import { createRandom, type Random } from '#collectors/transport/simulated/random.ts';

/** One parser of the border, and how to try it. */
export interface BorderParser {
  readonly name: string;
  /** Exported functions that an input goes through. */
  readonly exports: readonly string[];
  /** An input near valid ones, or noise. */
  make(random: Random): unknown;
  /** Parses it; throws where the result is beyond its caps. Gives whether it was accepted. */
  run(input: never): boolean | Promise<boolean>;
  /** What the parser may throw, by its documentation; nothing by default. */
  mayThrow?(error: unknown): boolean;
}

export interface FuzzReport {
  readonly name: string;
  readonly inputs: number;
  readonly accepted: number;
  readonly medianMs: number;
  /** The slowest input, in medians, after its size was taken into account. */
  readonly slowest: number;
}

/** An input may take so many times the median for each time that it is longer than the median one. */
const slowestAllowed = 400;
/** Shorter than this is noise of the machine, whatever the median is. */
const shortestMs = 2;

/** So many of the slowest inputs are kept to be tried again: a run must not hold all of its inputs, however slow the machine is. */
const mostKept = 200;

interface Taken {
  readonly ms: number;
  readonly size: number;
  input: unknown;
}

function forgetQuicker(slow: readonly Taken[]): Taken[] {
  const perSize = ({ ms, size }: Taken) => ms / Math.max(size, 100);
  const sorted = slow.toSorted((a, b) => perSize(b) - perSize(a));
  for (const taken of sorted.slice(mostKept)) taken.input = undefined;
  return sorted.slice(0, mostKept);
}

/** Throws with the seed and the input where a parser throws, gives too much, or takes too long for one input. */
export async function fuzz(parser: BorderParser, inputs: number, seed = 1): Promise<FuzzReport> {
  const random = createRandom(seed, ...[...parser.name].map((character) => character.charCodeAt(0)));
  const took: Taken[] = [];
  let slow: Taken[] = [];
  let accepted = 0;
  for (let n = 0; n < inputs; n++) {
    const input = parser.make(random);
    const { ms, ok } = await tryOne(parser, input, `input ${n} of seed ${seed}`);
    if (ok) accepted += 1;
    const taken: Taken = { ms, size: sizeOf(input), input };
    took.push(taken);
    if (ms > shortestMs) slow.push(taken);
    else taken.input = undefined;
    if (slow.length === 2 * mostKept) slow = forgetQuicker(slow);
  }
  const medianMs = median(took.map(({ ms }) => ms));
  const medianSize = Math.max(1, median(took.map(({ size }) => size)));
  let slowest = 0;
  for (const { ms, size, input } of took) {
    const relative = (time: number) => time / Math.max(medianMs, 1e-3) / Math.max(1, size / medianSize);
    if (ms <= shortestMs || input === undefined || relative(ms) <= slowestAllowed) {
      slowest = Math.max(slowest, relative(ms));
      continue;
    }
    const again = [];
    for (let n = 0; n < 3; n++) again.push((await tryOne(parser, input, 'a slow input')).ms);
    const best = Math.min(...again);
    if (best > shortestMs && relative(best) > slowestAllowed)
      throw new Error(`${parser.name} took ${best.toFixed(1)} ms, the median is ${medianMs.toFixed(4)} ms: ${quote(input)}`);
  }
  return { name: parser.name, inputs, accepted, medianMs, slowest };
}

async function tryOne(
  parser: BorderParser,
  input: unknown,
  which: string,
): Promise<{ readonly ms: number; readonly ok: boolean }> {
  const startedAt = performance.now();
  try {
    const result = parser.run(input as never);
    const ok = typeof result === 'boolean' ? result : await result;
    return { ms: performance.now() - startedAt, ok };
  } catch (error) {
    if (parser.mayThrow?.(error) === true) return { ms: performance.now() - startedAt, ok: false };
    throw new Error(`${parser.name} at ${which}: ${String(error)}: ${quote(input)}`, { cause: error });
  }
}

function sizeOf(input: unknown): number {
  if (typeof input === 'string') return input.length;
  if (input instanceof Uint8Array) return input.length;
  try {
    return JSON.stringify(input)?.length ?? 1;
  } catch {
    // Nested too deep to be written out: that is a size too.
    return 10_000;
  }
}

function quote(input: unknown): string {
  const text = typeof input === 'string' ? JSON.stringify(input) : (JSON.stringify(input) ?? String(input));
  return text.length > 2_000 ? `${text.slice(0, 2_000)}… (${text.length} characters)` : text;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
