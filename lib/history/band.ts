/**
 * Samples of one series at any resolution: at `times[i]` (UTC milliseconds, ascending) the last value and the smallest and
 * largest since `times[i - 1]`. For raw samples the three arrays are equal, and may be one array.
 */
export interface Band {
  readonly times: readonly number[];
  readonly last: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** A band on a fixed grid; null where there is nothing: a gap stays a gap. */
export interface AlignedBand {
  readonly times: readonly number[];
  readonly last: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

export interface Grid {
  /** First and last grid time, UTC milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** How long a sample stands for what follows it; three intervals of its collector is usual. */
  readonly lookbackMs: number;
}

/** Raw samples as a band. */
export function toBand(times: readonly number[], values: readonly number[]): Band {
  return { times, last: values, min: values, max: values };
}

export const emptyBand: Band = toBand([], []);

/** Joins bands in the order of their samples' times; where two hold the same time, the later band wins. */
export function joinBands(bands: readonly Band[]): Band {
  const filled = bands.filter(({ times }) => times.length > 0);
  const inOrder = filled.every(({ times }, index) => index === 0 || (times[0] ?? 0) > (filled[index - 1]?.times.at(-1) ?? 0));
  if (!inOrder) return filled.reduce(mergeBands);
  const [first, ...others] = filled;
  if (first === undefined || others.length === 0) return first ?? emptyBand;
  const times = filled.flatMap((band) => band.times);
  const last = filled.flatMap((band) => band.last);
  if (filled.every(isRaw)) return toBand(times, last);
  return { times, last, min: filled.flatMap((band) => band.min), max: filled.flatMap((band) => band.max) };
}

/** Two bands that overlap, sample by sample: a late minute must not push out what came after it. */
function mergeBands(older: Band, newer: Band): Band {
  const from: (readonly [band: Band, index: number])[] = [];
  let index = 0;
  newer.times.forEach((time, at) => {
    while (index < older.times.length && (older.times[index] ?? 0) < time) from.push([older, index++]);
    if (older.times[index] === time) index += 1;
    from.push([newer, at]);
  });
  while (index < older.times.length) from.push([older, index++]);
  const column = (name: keyof Band) => from.map(([band, at]) => band[name][at] ?? Number.NaN);
  const [times, last] = [column('times'), column('last')];
  return isRaw(older) && isRaw(newer) ? toBand(times, last) : { times, last, min: column('min'), max: column('max') };
}

function isRaw({ last, min, max }: Band): boolean {
  return min === last && max === last;
}

/**
 * Reduces a band to one entry per `stepMs` that holds samples. An entry carries the time of the last sample in it, so that nothing
 * seems to have happened earlier or later than it did. Steps are counted from the Unix epoch.
 */
export function downsample(band: Band, stepMs: number): Band {
  const times: number[] = [];
  const last: number[] = [];
  const min: number[] = [];
  const max: number[] = [];
  let bucket = Number.NaN;
  for (let index = 0; index < band.times.length; index += 1) {
    const time = band.times[index] ?? 0;
    const at = Math.floor(time / stepMs);
    const top = times.length - 1;
    const [low, high] = [band.min[index] ?? Number.NaN, band.max[index] ?? Number.NaN];
    if (at === bucket && top >= 0) {
      times[top] = time;
      last[top] = band.last[index] ?? Number.NaN;
      min[top] = smaller(min[top], low);
      max[top] = larger(max[top], high);
      continue;
    }
    bucket = at;
    times.push(time);
    last.push(band.last[index] ?? Number.NaN);
    min.push(low);
    max.push(high);
  }
  return { times, last, min, max };
}

/** The part of a band in [from, to). */
export function cutBand(band: Band, from: number, to: number): Band {
  const first = indexAt(band.times, from);
  const end = indexAt(band.times, to);
  if (first === 0 && end === band.times.length) return band;
  const [times, last] = [band.times.slice(first, end), band.last.slice(first, end)];
  return isRaw(band) ? toBand(times, last) : { times, last, min: band.min.slice(first, end), max: band.max.slice(first, end) };
}

/** Index of the first time that is not before `time`. */
function indexAt(times: readonly number[], time: number): number {
  const found = times.findIndex((at) => at >= time);
  return found < 0 ? times.length : found;
}

/**
 * Puts a band on a grid. At grid time t stand the last sample of (t − lookback, t] and the extremes of the samples in (t − step, t];
 * where no sample fell into that step, the extremes are the carried value. NaN samples count as missing.
 */
export function alignBand(band: Band, grid: Grid): AlignedBand {
  const count = Math.max(0, Math.floor((grid.to - grid.from) / grid.stepMs) + 1);
  const times = Array.from({ length: count }, (_, index) => grid.from + index * grid.stepMs);
  const last: (number | null)[] = [];
  const min: (number | null)[] = [];
  const max: (number | null)[] = [];
  let index = 0;
  while (index < band.times.length && (band.times[index] ?? 0) <= grid.from - grid.stepMs) index += 1;
  for (const time of times) {
    let low = Number.NaN;
    let high = Number.NaN;
    while (index < band.times.length && (band.times[index] ?? 0) <= time) {
      low = smaller(low, band.min[index] ?? Number.NaN);
      high = larger(high, band.max[index] ?? Number.NaN);
      index += 1;
    }
    const at = band.times[index - 1];
    const value =
      at !== undefined && at > time - Math.max(grid.lookbackMs, grid.stepMs) ? (band.last[index - 1] ?? Number.NaN) : Number.NaN;
    last.push(orNull(value));
    min.push(orNull(Number.isNaN(low) ? value : low));
    max.push(orNull(Number.isNaN(high) ? value : high));
  }
  return { times, last, min, max };
}

function smaller(a: number | undefined, b: number): number {
  return a === undefined || Number.isNaN(a) || b < a ? b : a;
}

function larger(a: number | undefined, b: number): number {
  return a === undefined || Number.isNaN(a) || b > a ? b : a;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
