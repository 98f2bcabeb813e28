const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Steps that people read easily; from a minute on they are whole multiples of a minute, as history is kept. */
const steps = [
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
];
const longest = 24 * hour;

/** The smallest round step, in milliseconds, that cuts a span into at most `count` parts. */
export function chooseStepMs(spanMs: number, count: number): number {
  const wanted = spanMs / count;
  return steps.find((step) => step >= wanted) ?? Math.ceil(wanted / longest) * longest;
}

/** Moves a time down to a multiple of the step, so that the same moments are asked for whenever one asks. */
export function alignDown(time: number, stepMs: number): number {
  return Math.floor(time / stepMs) * stepMs;
}
