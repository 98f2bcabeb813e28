import type { Rule } from '#lib/alerting/rule.ts';
import { type AlertState, type AlertsState, step, type Transition } from '#lib/alerting/step.ts';
import { toSavedAlert } from '#lib/alerting/stored-alerts.ts';
import { fillTemplate } from '#lib/alerting/template.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { isDaemonGauge } from '#lib/metrics/daemon-gauges.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { AlertStore, AlertsCommit, StoredAlert, StoredAlertEvent } from '#lib/store/alert-store.ts';
import type { Daemon } from './daemon.ts';
import type { AlertMark, AlertTeller, AlertTexts, TellPlan } from './tell-alerts.ts';

export interface RulesOptions {
  readonly store: Pick<AlertStore, 'commitAlerts' | 'noteEvaluation'>;
  readonly daemon: Pick<Daemon, 'currentSamples' | 'readiness' | 'metrics' | 'isOutOfReach'>;
  readonly rules: readonly Rule[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Decides who is told; without it nobody is. */
  readonly teller?: Pick<AlertTeller, 'plan'>;
}

/** However long hosts are silent, after so long what is absent is absent. */
const longestWarmUpMs = 300_000;

/** One step after the other, each from where the last stored one ended. */
export class RuleEvaluator {
  readonly #options: RulesOptions;
  #rules: ReadonlyMap<string, Rule> = new Map();
  #isIncomplete = false;
  readonly #startedAt: number;
  #state: AlertsState;
  #evaluatedAt: number | undefined;
  #failed: readonly string[] = [];

  constructor(options: RulesOptions, state: AlertsState) {
    this.#options = options;
    this.replaceRules(options.rules);
    this.#startedAt = options.clock.monotonic();
    this.#state = state;
  }

  /**
   * Judges these rules from the next step on. An alert whose rule, labels and severity stay is the same alert; one whose rule is gone ends,
   * unless rules are missing that could not be read.
   */
  replaceRules(rules: readonly Rule[], isIncomplete = false): void {
    this.#rules = new Map(rules.map((rule) => [rule.name, rule]));
    this.#isIncomplete = isIncomplete;
  }

  /** Names of rules that could not be judged. */
  get failedRules(): ReadonlySet<string> {
    return new Set(this.#failed);
  }

  /** Never rejects. */
  async evaluate(): Promise<void> {
    const { daemon, clock, store, log, teller } = this.#options;
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    try {
      const samplesOf = this.currentSamples();
      const { state, transitions, failedRules } = step(this.#state, {
        rules: [...this.#rules.values()],
        samplesOf,
        now,
        ...(this.#evaluatedAt === undefined ? {} : { elapsedMs: monotonic - this.#evaluatedAt }),
        isWarmingUp: this.#isWarmingUp(monotonic),
        isUnavailable: (rule, labels) => daemon.isOutOfReach(rule.series, labels),
        isIncomplete: this.#isIncomplete,
      });
      const plan = await teller?.plan({ alerts: state.alerts, samplesOf, textsOf: (alert) => this.#textsOf(alert), now });
      const commit = this.#toCommit(state, transitions, plan);
      if (commit === undefined) await store.noteEvaluation(now);
      else await store.commitAlerts({ ...commit, evaluatedAt: now });
      this.#state = state;
      plan?.accept();
      this.#evaluatedAt = monotonic;
      for (const transition of transitions) logTransition(log, transition);
      this.#tellFailed([...failedRules]);
    } catch (error) {
      daemon.metrics.countFault('rules');
      log.error({ err: error }, 'alert rules could not be evaluated, tried again at the next step');
    }
  }

  /** Series of the catalogue, and the daemon's own gauges. */
  currentSamples(): (metric: string) => Iterable<Sample> {
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
  #toCommit(
    { alerts }: AlertsState,
    transitions: readonly Transition[],
    { marks, changed, notifications = [] }: Partial<TellPlan> = {},
  ): AlertsCommit | undefined {
    const before = this.#state.alerts;
    const upserts = [...alerts].flatMap(([key, alert]) =>
      sameAlert(before.get(key), alert) && changed?.has(key) !== true ? [] : [this.#toStored(alert, marks?.get(key))],
    );
    const gone = [...before].flatMap(([key, { fingerprint }]) => (alerts.has(key) ? [] : [fingerprint]));
    const events = transitions.map(toEvent);
    const isNothing = upserts.length + gone.length + events.length + notifications.length === 0;
    return isNothing ? undefined : { upserts, gone, events, notifications };
  }

  #toStored(alert: AlertState, mark: AlertMark = { placed: alert.labels, held: undefined, told: [] }): StoredAlert {
    const { runbook: _, ...texts } = this.#textsOf(alert);
    return {
      ...toSavedAlert(alert),
      status: alert.firingAt === null ? 'pending' : 'firing',
      severity: alert.labels.severity ?? '',
      placed: mark.placed,
      held: mark.held,
      told: mark.told,
      ...texts,
    };
  }

  #textsOf({ rule: name, labels, value }: AlertState): AlertTexts {
    const { summary = '', description = '', runbook = '' } = this.#rules.get(name) ?? {};
    return { summary: fillTemplate(summary, labels, value), description: fillTemplate(description, labels, value), runbook };
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
