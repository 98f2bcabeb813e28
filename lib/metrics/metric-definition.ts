/** One metric family of the catalogue. Names follow `hvitals_<vm|host|scrape|…>_<collector>_<what>_<base unit>`. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info';
  readonly help: string;
  /** Base unit, or undefined for codes and counts. */
  readonly unit?: 'seconds' | 'bytes' | 'ratio' | 'ppm' | 'celsius';
  readonly labels: readonly string[];
}
