import type { Rule } from '#lib/alerting/rule.ts';
import { type AlertState, type AlertsState, step, type Transition } from '#lib/alerting/step.ts';
import { loadAlerts, toSavedAlert } from '#lib/alerting/stored-alerts.ts';
import { fillTemplate } from '#lib/alerting/template.ts';
import { type Clock, delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { isDaemonGauge } from '#lib/metrics/daemon-gauges.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { AlertStore, AlertsCommit, StoredAlert, StoredAlertEvent } from '#lib/store/alert-store.ts';
import type { Daemon } from './daemon.ts';

export interface RulesOptions {
  readonly store: Pick<AlertStore, 'commitAlerts' | 'listAlerts' | 'noteEvaluation'>;
  readonly daemon: Pick<Daemon, 'currentSamples' | 'readiness' | 'metrics'>;
  readonly rules: readonly Rule[];
  readonly clock: Clock;
  readonly log: Logger;
}

const everyMs = 15_000;
/** However long hosts are silent, after so long what is absent is absent. */
const longestWarmUpMs = 300_000;

/**
 * Evaluates the rules every 15 seconds until disposed of, going on from what the store holds. What changed is written in one transaction
 * before it counts: a step that the store refuses is made again, from the state before, so that nothing is told that is not stored.
 * @throws StoreError where the stored alerts cannot be read
 */
export async function startRules(options: RulesOptions): Promise<AsyncDisposable> {
  const { store, clock, log } = options;
  const evaluator = new RuleEvaluator(options, loadAlerts(await store.listAlerts()));
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await evaluator.evaluate();
      await delay(clock, everyMs, stopping.signal);
    }
  };
  const ended = run();
  log.info({ rules: options.rules.length }, 'alert rules loaded');
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await ended;
    },
  };
}

/** One step after the other, each from where the last stored one ended. */
export class RuleEvaluator {
  readonly #options: RulesOptions;
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #startedAt: number;
  #state: AlertsState;
  #evaluatedAt: number | undefined;
  #failed: readonly string[] = [];

  constructor(options: RulesOptions, state: AlertsState) {
    this.#options = options;
    this.#rules = new Map(options.rules.map((rule) => [rule.name, rule]));
    this.#startedAt = options.clock.monotonic();
    this.#state = state;
  }

  /** Never rejects. */
  async evaluate(): Promise<void> {
    const { daemon, rules, clock, store, log } = this.#options;
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    try {
      const { state, transitions, failedRules } = step(this.#state, {
        rules,
        samplesOf: this.#currentSamples(),
        now,
        ...(this.#evaluatedAt === undefined ? {} : { elapsedMs: monotonic - this.#evaluatedAt }),
        isWarmingUp: this.#isWarmingUp(monotonic),
      });
      const commit = this.#toCommit(state, transitions);
      if (commit !== undefined) await store.commitAlerts(commit);
      this.#state = state;
      this.#evaluatedAt = monotonic;
      for (const transition of transitions) logTransition(log, transition);
      this.#tellFailed([...failedRules]);
      await store.noteEvaluation(now);
    } catch (error) {
      daemon.metrics.countFault('rules');
      log.error({ err: error }, 'alert rules could not be evaluated, tried again at the next step');
    }
  }

  /** Series of the catalogue, and the daemon's own gauges. */
  #currentSamples(): (metric: string) => Iterable<Sample> {
    const { daemon } = this.#options;
    const samplesOf = daemon.currentSamples();
    return (metric) => {
      if (!isDaemonGauge(metric)) return samplesOf(metric);
      const value = daemon.metrics.valueOf(metric);
      return value === undefined ? [] : [{ metric, labels: {}, value }];
    };
  }

  /** Says once which rules cannot be judged, and again when they are others. */
  #tellFailed(rules: readonly string[]): void {
    if (rules.join() === this.#failed.join()) return;
    this.#failed = rules;
    if (rules.length > 0) this.#options.log.warn({ rules }, 'two series give one alert, so that these rules are not judged');
  }

  #isWarmingUp(monotonic: number): boolean {
    const { targetsLoaded, waitingFor } = this.#options.daemon.readiness();
    return (!targetsLoaded || waitingFor > 0) && monotonic - this.#startedAt < longestWarmUpMs;
  }

  /** What is not stored yet; undefined where that is nothing. */
  #toCommit({ alerts }: AlertsState, transitions: readonly Transition[]): AlertsCommit | undefined {
    const before = this.#state.alerts;
    const upserts = [...alerts].flatMap(([key, alert]) => (sameAlert(before.get(key), alert) ? [] : [this.#toStored(alert)]));
    const gone = [...before].flatMap(([key, { fingerprint }]) => (alerts.has(key) ? [] : [fingerprint]));
    const events = transitions.map(toEvent);
    return upserts.length + gone.length + events.length === 0 ? undefined : { upserts, gone, events, notifications: [] };
  }

  #toStored(alert: AlertState): StoredAlert {
    const { rule: name, labels, value, firingAt } = alert;
    const rule = this.#rules.get(name);
    return {
      ...toSavedAlert(alert),
      status: firingAt === null ? 'pending' : 'firing',
      severity: labels.severity ?? '',
      placed: labels,
      held: undefined,
      told: [],
      summary: fillTemplate(rule?.summary ?? '', labels, value),
      description: fillTemplate(rule?.description ?? '', labels, value),
    };
  }
}

/** Of two alerts with the same labels. */
function sameAlert(a: AlertState | undefined, b: AlertState): boolean {
  return (
    a !== undefined &&
    Object.is(a.value, b.value) &&
    a.activeAt === b.activeAt &&
    a.firingAt === b.firingAt &&
    a.keptSince === b.keptSince
  );
}

function toEvent({ alert, to, at }: Transition): Omit<StoredAlertEvent, 'id'> {
  const { fingerprint, rule, labels, value } = alert;
  const detail = { value: Number.isFinite(value) ? value : null, activeAt: alert.activeAt };
  return { at, fingerprint, rule, severity: labels.severity ?? '', kind: to, labels, detail };
}

/** Every transition in one shape. */
function logTransition(log: Logger, { alert, from, to }: Transition): void {
  const { rule, fingerprint, labels, value } = alert;
  log.info({ rule, fingerprint, labels, value, from, to }, 'alert changed');
}
