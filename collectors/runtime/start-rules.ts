import { basename, dirname } from 'node:path';
import { drainSeries } from '#lib/alerting/maintenance.ts';
import type { KnownSeries } from '#lib/alerting/parse-rules.ts';
import type { PlacedRule } from '#lib/alerting/rule.ts';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { type Clock, delay } from '#lib/clock.ts';
import type { LoadedConfig } from '#lib/config/load-config.ts';
import type { RuleFilesSnapshot } from '#lib/config/read-rule-files.ts';
import type { Logger } from '#lib/log.ts';
import type { AlertStore } from '#lib/store/alert-store.ts';
import type { Daemon } from './daemon.ts';
import { RuleEvaluator } from './evaluate-rules.ts';
import { RuleKeeper } from './keep-rules.ts';
import { RuleStatus } from './rule-status.ts';
import type { AlertTeller } from './tell-alerts.ts';
import { RuleFileWatch, type RuleFileWatchOptions, type WatchedFiles } from './watch-rule-files.ts';

export interface StartRulesOptions {
  readonly store: AlertStore;
  readonly daemon: Pick<Daemon, 'currentSamples' | 'readiness' | 'metrics' | 'isOutOfReach' | 'watch'>;
  readonly shipped: readonly PlacedRule[];
  readonly known: KnownSeries;
  /** Decides who is told; without it nobody is. */
  readonly teller?: Pick<AlertTeller, 'plan'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** As of `RuleFileWatch`. */
  readonly timing?: Pick<RuleFileWatchOptions, 'settleMs' | 'pollMs'>;
}

export interface RunningRules extends AsyncDisposable {
  /** Reads the files again by another configuration, or by the same. */
  use(loaded: LoadedConfig): void;
}

/** A start waits so long for files of rules that are just being written. */
const longestWaitMs = 5_000;

/**
 * Evaluates the rules again and again until disposed of, going on from what the store holds, and reads them anew when their files change.
 * What changed is written in one transaction before it counts: a step that the store refuses is made again, from the state before, so that
 * nothing is told that is not stored.
 * @throws StoreError where the stored alerts cannot be read
 */
export async function startRules(options: StartRulesOptions, first: LoadedConfig): Promise<RunningRules> {
  const { store, clock } = options;
  const [saved, { evaluatedAt }] = [await store.listAlerts(), await store.listRules()];
  const evaluator = new RuleEvaluator({ ...options, rules: [] }, loadAlerts(saved, evaluatedAt));
  const running = new RulesLoop(options, evaluator, first);
  await running.ready(clock);
  return running;
}

class RulesLoop implements RunningRules {
  readonly #options: StartRulesOptions;
  readonly #evaluator: RuleEvaluator;
  readonly #keeper: RuleKeeper;
  readonly #status: RuleStatus;
  readonly #watch: RuleFileWatch;
  readonly #stopping = new AbortController();
  readonly #first = Promise.withResolvers<void>();
  #config: LoadedConfig;
  #wake = new AbortController();
  #rules: readonly PlacedRule[] = [];
  #ended: Promise<void> = Promise.resolve();

  constructor(options: StartRulesOptions, evaluator: RuleEvaluator, first: LoadedConfig) {
    const { clock, log, shipped, known, daemon, store, timing } = options;
    this.#options = options;
    this.#evaluator = evaluator;
    this.#config = first;
    this.#keeper = new RuleKeeper({ shipped, known, clock, log, metrics: daemon.metrics });
    this.#status = new RuleStatus({ store, shipped, metrics: daemon.metrics, clock, log });
    const onRead = (files: RuleFilesSnapshot) => this.#take(files);
    this.#watch = new RuleFileWatch({ clock, log, onRead, ...timing }, toFiles(first));
  }

  /** Resolves once there are rules, and they are evaluated from then on. */
  async ready(clock: Clock): Promise<void> {
    const waited = new AbortController();
    await Promise.race([this.#first.promise, delay(clock, longestWaitMs, waited.signal)]);
    waited.abort();
    if (this.#keeper.load === undefined) {
      const problem = {
        file: 'alerting.ruleFiles',
        line: undefined,
        path: '',
        message: 'the files are being written all the time',
      };
      this.#take({ texts: [], problems: [problem] });
    }
    this.#ended = this.#run();
  }

  use(loaded: LoadedConfig): void {
    this.#config = loaded;
    this.#watch.use(toFiles(loaded));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#watch[Symbol.asyncDispose]();
    await this.#ended;
  }

  #take(files: Pick<RuleFilesSnapshot, 'texts' | 'problems'>): void {
    const configFile = basename(this.#config.source ?? 'hvitals.yaml');
    const { rules, isFallback } = this.#keeper.take(files, { ...this.#config, configFile });
    this.#rules = rules;
    this.#options.daemon.watch([...rules.map(({ series }) => series), ...drainSeries]);
    this.#evaluator.replaceRules(rules, isFallback);
    this.#first.resolve();
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.#evaluator.evaluate();
      const { load } = this.#keeper;
      const samplesOf = this.#evaluator.currentSamples();
      const { failedRules } = this.#evaluator;
      if (load !== undefined) await this.#status.note({ rules: this.#rules, load, samplesOf, failedRules });
      const everyMs = (load?.everySeconds ?? 15) * 1_000;
      await delay(clock, everyMs, AbortSignal.any([signal, this.#wake.signal]));
    }
  }
}

function toFiles({ config, source }: LoadedConfig): WatchedFiles {
  return { patterns: config.alerting.ruleFiles, base: source === undefined ? process.cwd() : dirname(source) };
}
