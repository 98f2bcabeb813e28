import type { Json } from '#lib/model/json.ts';

/** An alert rule that is in force, as it is stored. */
export interface StoredRule {
  readonly name: string;
  /** The file that it is from, by its name in messages. */
  readonly file: string;
  readonly line: number;
  readonly source: 'shipped' | 'user';
  readonly severity: string;
  /** The rule as a file has it. */
  readonly definition: Json;
  /** How many series it looked at; undefined before it was judged. */
  readonly series: number | undefined;
  /** Why it could not be judged. */
  readonly error: string | undefined;
}

/** How the last try to load the files of rules ended. Times are UTC milliseconds. */
export interface StoredRuleLoad {
  /** When the rules that are in force were taken. */
  readonly loadedAt: number;
  readonly triedAt: number;
  readonly ok: boolean;
  /** Whether the files had mistakes at the start already, so that none of the user's rules are in force. */
  readonly isFallback: boolean;
  readonly everySeconds: number;
  /** What was wrong with the files: a list of `RuleProblem`. */
  readonly problems: Json;
}

/** The rules that are in force, and what became of them. */
export interface StoredRules {
  readonly rules: readonly StoredRule[];
  /** Undefined where no daemon that judges rules has written here yet. */
  readonly load: StoredRuleLoad | undefined;
  /** When rules were judged last, give or take a minute. */
  readonly evaluatedAt: number | undefined;
}
