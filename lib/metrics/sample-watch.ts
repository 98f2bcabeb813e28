import type { Sample } from '../series/sample.ts';
import { toExposedText } from './render-line.ts';

/** What entries have of one metric already. */
export type KnownEntries = (metric: string) => Iterable<readonly [entry: string, samples: readonly Sample[]]>;

/**
 * The samples of a few metrics as the exposition shows them, for those who judge values and not text. Costs follow what changes in
 * those metrics; for all others it is one look-up.
 */
export class SampleWatch {
  #byMetric: ReadonlyMap<string, Map<string, readonly Sample[]>>;
  /** Which of a list of families are watched; the lists are few and live on. */
  #watched = new WeakMap<readonly string[], readonly string[]>();

  constructor(metrics: Iterable<string>) {
    this.#byMetric = new Map([...metrics].map((metric) => [metric, new Map()]));
  }

  /** Watches exactly these metrics from now on. Those that are new begin with what `known` gives of them. */
  use(metrics: Iterable<string>, known: KnownEntries): void {
    this.#byMetric = new Map([...metrics].map((metric) => [metric, this.#byMetric.get(metric) ?? new Map(known(metric))]));
    this.#watched = new WeakMap();
  }

  /** Takes what `Exposition.set` is given. */
  set(entry: string, families: readonly string[], samples: readonly Sample[]): void {
    for (const metric of this.#watchedOf(families)) {
      const entries = this.#byMetric.get(metric);
      const own = samples.filter((sample) => sample.metric === metric).map(asExposed);
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

/** With labels as /metrics shows them, so that an alert has the same labels here and in Prometheus, whenever its series was first watched. */
function asExposed(sample: Sample): Sample {
  const odd = Object.values(sample.labels).some((value) => toExposedText(value) !== value);
  if (!odd) return sample;
  return {
    ...sample,
    labels: Object.fromEntries(Object.entries(sample.labels).map(([name, value]) => [name, toExposedText(value)])),
  };
}
