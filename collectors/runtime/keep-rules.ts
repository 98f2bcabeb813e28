import type { KnownSeries, RuleProblem } from '#lib/alerting/parse-rules.ts';
import type { PlacedRule } from '#lib/alerting/rule.ts';
import { selectRules } from '#lib/alerting/select-rules.ts';
import type { Clock } from '#lib/clock.ts';
import type { LoadedConfig } from '#lib/config/load-config.ts';
import { joinRules, type ReadRuleFiles, renderProblem } from '#lib/config/load-rules.ts';
import type { Logger } from '#lib/log.ts';
import type { StoredRuleLoad } from '#lib/store/stored-rule.ts';
import type { OwnMetrics } from './own-metrics.ts';

/** The rule about rejected rules, which is judged even where shipped rules are not, while the user's cannot be. */
const rejectedRule = 'HvitalsRulesRejected';

/** The rules that are in force. */
export interface RulesInForce {
  readonly rules: readonly PlacedRule[];
  /** Whether the files had mistakes at the start already, so that none of the user's rules are in force. */
  readonly isFallback: boolean;
}

export interface RuleKeeperOptions {
  readonly shipped: readonly PlacedRule[];
  readonly known: KnownSeries;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<OwnMetrics, 'noteRulesReload'>;
}

/** What of the configuration counts for rules. */
export type RulesConfig = Pick<LoadedConfig, 'config' | 'lineOf'> & {
  /** Its name in messages. */
  readonly configFile: string;
};

/** Which rules are in force: the last set that was good as a whole. A set with a mistake changes nothing, and is told once. */
export class RuleKeeper {
  readonly #options: RuleKeeperOptions;
  #inForce: RulesInForce | undefined;
  #load: StoredRuleLoad | undefined;
  #told = '';

  constructor(options: RuleKeeperOptions) {
    this.#options = options;
  }

  /** How the last try ended; undefined before the first. */
  get load(): StoredRuleLoad | undefined {
    return this.#load;
  }

  /** Takes files as they were read, or says what is wrong with them. Gives the rules that are in force then. */
  take(files: ReadRuleFiles, { config, lineOf, configFile }: RulesConfig): RulesInForce {
    const { shipped, known, clock, log, metrics } = this.#options;
    const { alerting } = config;
    const result = joinRules({ ...files, shipped, known, alerting, configFile, lineOf });
    metrics.noteRulesReload(result.ok);
    const now = clock.now();
    const { evaluateEverySeconds: everySeconds } = alerting;
    if (result.ok) {
      this.#told = '';
      this.#inForce = { rules: result.rules, isFallback: false };
      this.#load = { loadedAt: now, triedAt: now, ok: true, isFallback: false, everySeconds, problems: [] };
      log.info({ rules: result.rules.length, files: files.texts.map(({ file }) => file) }, 'alert rules loaded');
      return this.#inForce;
    }
    const isFallback = this.#inForce?.isFallback ?? true;
    this.#inForce ??= { rules: this.#fallback(alerting), isFallback };
    const loadedAt = this.#load?.loadedAt ?? now;
    const problems = result.problems.slice(0, mostProblems).map(toStoredProblem);
    this.#load = { loadedAt, triedAt: now, ok: false, isFallback, everySeconds, problems };
    this.#tell(result.problems, isFallback);
    return this.#inForce;
  }

  #fallback(alerting: RulesConfig['config']['alerting']): readonly PlacedRule[] {
    const rules = selectRules(this.#options.shipped, [], { ...alerting, shipped: true });
    return alerting.shipped ? rules : rules.filter(({ name }) => name === rejectedRule);
  }

  #tell(problems: readonly RuleProblem[], isFallback: boolean): void {
    const mistakes = problems.slice(0, mostProblems).map(renderProblem);
    if (this.#told === mistakes.join('\n')) return;
    this.#told = mistakes.join('\n');
    const message = isFallback
      ? 'alert rules have mistakes: none of your own are judged, the shipped ones are'
      : 'alert rules not reloaded, the ones before stay in force';
    this.#options.log.error({ mistakes, count: problems.length }, message);
  }
}

/** More are not worth reading: the first ones mostly cause the others. */
const mostProblems = 50;

function toStoredProblem({ file, line, path, message }: RuleProblem) {
  return { file, line: line ?? null, path, message };
}
