/** One line of the table. Ratios are of one run on one machine; bare times are there to be looked at, never to be asserted. */
export interface BenchRow {
  /** What is done, in words. */
  readonly what: string;
  readonly ours: string;
  /** What it is measured against, by name; undefined where there is nothing to stand beside it. */
  readonly peer: string | undefined;
  /** What the peer took. */
  readonly peers: string | undefined;
  /** What the two come to, such as `63×`. */
  readonly ratio: string;
  readonly target: string;
}

/** The rows as a Markdown table. */
export function renderRows(rows: readonly BenchRow[]): string {
  const lines = rows.map(({ what, ours, peer, peers, ratio, target }) =>
    [what, ours, peer === undefined ? '' : `${peer}: ${peers}`, ratio, target].join(' | '),
  );
  const head = '| what | hvitals | beside it | ratio | target |\n|---|---|---|---|---|\n';
  return head + lines.map((line) => `| ${line} |\n`).join('');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The value that 95 % of all stay at or below. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** Milliseconds with as many digits as one needs. */
export function ms(value: number): string {
  return value >= 100 ? `${value.toFixed(0)} ms` : value >= 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(2)} ms`;
}

/** How many times `ours` goes into `theirs`. */
export function times(theirs: number, ours: number): string {
  const ratio = theirs / ours;
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
}
