import type { Sample } from '../series/sample.ts';

/**
 * The samples of a few metrics as the exposition shows them, for those who judge values and not text. Costs follow what changes in
 * those metrics; for all others it is one look-up.
 */
export class SampleWatch {
  readonly #byMetric: ReadonlyMap<string, Map<string, readonly Sample[]>>;
  /** Which of a list of families are watched; the lists are few and live on. */
  readonly #watched = new WeakMap<readonly string[], readonly string[]>();

  constructor(metrics: Iterable<string>) {
    this.#byMetric = new Map([...metrics].map((metric) => [metric, new Map()]));
  }

  /** Takes what `Exposition.set` is given. */
  set(entry: string, families: readonly string[], samples: readonly Sample[]): void {
    for (const metric of this.#watchedOf(families)) {
      const entries = this.#byMetric.get(metric);
      const own = samples.filter((sample) => sample.metric === metric);
      if (own.length === 0) entries?.delete(entry);
      else entries?.set(entry, own);
    }
  }

  /** All samples of a watched metric; none of another. */
  *samplesOf(metric: string): Iterable<Sample> {
    for (const samples of this.#byMetric.get(metric)?.values() ?? []) yield* samples;
  }

  #watchedOf(families: readonly string[]): readonly string[] {
    const known = this.#watched.get(families);
    if (known !== undefined) return known;
    const watched = families.filter((family) => this.#byMetric.has(family));
    this.#watched.set(families, watched);
    return watched;
  }
}
