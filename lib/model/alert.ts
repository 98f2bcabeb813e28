/** Why nobody is told of an alert that fires. */
export type HeldBack =
  | { readonly reason: 'silenced'; readonly silences: readonly string[] }
  | { readonly reason: 'maintenance'; readonly windows: readonly string[]; readonly drainedHost?: string | undefined }
  | { readonly reason: 'inhibited'; readonly host: string }
  | { readonly reason: 'acknowledged' };

/** An alert that is pending or firing. Texts may hold what guests wrote: escape on output. Times are UTC milliseconds. */
export interface Alert {
  /** Names rule and labels for ever. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly status: 'pending' | 'firing';
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The labels with those of the place where its subject is now: what silences are held against. */
  readonly placed: Readonly<Record<string, string>>;
  /** Undefined where it may be told, or is pending. */
  readonly held: HeldBack | undefined;
  readonly summary: string;
  readonly description: string;
  /** Of the series when it was last compared; undefined where it is no number. */
  readonly value: number | undefined;
  /** Since when the condition holds without a break. */
  readonly activeAt: number;
  readonly firingAt: number | undefined;
}
