/** An alert that is pending or firing. Texts may hold what guests wrote: escape on output. Times are UTC milliseconds. */
export interface Alert {
  /** Names rule and labels for ever. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly status: 'pending' | 'firing';
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
  /** Of the series when it was last compared; undefined where it is no number. */
  readonly value: number | undefined;
  /** Since when the condition holds without a break. */
  readonly activeAt: number;
  readonly firingAt: number | undefined;
}
