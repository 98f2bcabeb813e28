/** One value of one series at one moment. Label values are plain text; escaping is the renderer's work. */
export interface Sample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
