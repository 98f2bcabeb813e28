import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type DaemonGauge, daemonGauges } from '#lib/metrics/daemon-gauges.ts';
import type { ExpositionWork } from '#lib/metrics/exposition.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import type { Outcome } from '#lib/model/outcome.ts';
import { createNotificationMetrics, type NotificationMetrics } from './notification-metrics.ts';
import { createOwnClockMetrics, type OwnClockMetrics } from './own-clock-metrics.ts';

/** What the daemon says about itself. Kept by prom-client and written after the families of the catalogue. */
export interface OwnMetrics extends OwnClockMetrics, Omit<NotificationMetrics, 'receiversFailing'> {
  countScrape(collector: string, outcome: Outcome): void;
  observeCommit(succeeded: boolean, tookMs: number): void;
  observeCall(tookMs: number): void;
  observeLateness(lateMs: number): void;
  countFault(part: 'call' | 'arguments' | 'parser' | 'samples' | 'judge' | 'rules' | 'notifications'): void;
  noteReload(succeeded: boolean, now: number): void;
  noteRulesReload(succeeded: boolean): void;
  /** What a gauge says now; undefined before there is anything to say. */
  valueOf(gauge: DaemonGauge): number | undefined;
  render(): Promise<string>;
}

export interface OwnMetricsSources {
  readonly hostsInFlight: () => number;
  /** By how much all intervals are longer. */
  readonly stretch: () => number;
  readonly targets: () => number;
  readonly work: () => ExpositionWork;
}

/** Gauges of prom-client's default set whose names end in `_total`, which promtool rejects for anything but counters. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];
const commitBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const latenessBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const callBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80];

/** Creates the daemon's own metrics in a registry of their own. Loop delay, memory and CPU come from prom-client's default set. */
export function createOwnMetrics(sources: OwnMetricsSources): OwnMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  let lastReload: 0 | 1 | undefined;
  let lastRulesReload: 0 | 1 | undefined;
  const { receiversFailing, ...notifications } = createNotificationMetrics(registers);
  const read: Readonly<Record<DaemonGauge, () => number | undefined>> = {
    hvitals_daemon_hosts_in_flight: sources.hostsInFlight,
    hvitals_daemon_interval_stretch: sources.stretch,
    hvitals_daemon_targets: sources.targets,
    hvitals_daemon_series: () => sources.work().series,
    hvitals_daemon_receivers_failing: receiversFailing,
    hvitals_config_last_reload_successful: () => lastReload,
    hvitals_alerting_last_reload_successful: () => lastRulesReload,
  };
  for (const definition of Object.values(daemonGauges)) addGauge(registers, definition, read[definition.name]);
  const scrapes = new Counter({
    name: 'hvitals_daemon_scrapes_total',
    help: 'Scrapes by collector and outcome.',
    labelNames: ['collector', 'outcome'],
    registers,
  });
  const faults = new Counter({
    name: 'hvitals_daemon_faults_total',
    help: 'Faults of hvitals itself, by the part that failed; the log has the details.',
    labelNames: ['part'],
    registers,
  });
  for (const part of ['call', 'arguments', 'parser', 'samples', 'judge', 'rules', 'notifications']) faults.inc({ part }, 0);
  const { commits, commitFailures, calls, lateness } = createTimings(registers);
  const reloadedAt = new Gauge({
    name: 'hvitals_config_last_reload_success_timestamp_seconds',
    help: 'Unix time of the last load of the configuration that succeeded.',
    registers,
  });
  return {
    ...createOwnClockMetrics(registers),
    ...notifications,
    countScrape: (collector, outcome) => scrapes.inc({ collector, outcome }),
    countFault: (part) => faults.inc({ part }),
    observeCall: (tookMs) => calls.observe(tookMs / 1_000),
    observeLateness: (lateMs) => lateness.observe(Math.max(0, lateMs) / 1_000),
    observeCommit(succeeded, tookMs) {
      if (succeeded) commits.observe(tookMs / 1_000);
      else commitFailures.inc();
    },
    noteReload(succeeded, now) {
      lastReload = succeeded ? 1 : 0;
      if (succeeded) reloadedAt.set(now / 1_000);
    },
    noteRulesReload(succeeded) {
      lastRulesReload = succeeded ? 1 : 0;
    },
    valueOf: (gauge) => read[gauge](),
    render: () => registry.metrics(),
  };
}

function createTimings(registers: Registry[]) {
  return {
    commits: new Histogram({
      name: 'hvitals_daemon_commit_duration_seconds',
      help: 'How long it took to write one tick to the store.',
      buckets: commitBuckets,
      registers,
    }),
    commitFailures: new Counter({
      name: 'hvitals_daemon_commit_failures_total',
      help: 'Tries to write a tick that the store refused.',
      registers,
    }),
    calls: new Histogram({
      name: 'hvitals_daemon_call_duration_seconds',
      help: 'How long one call of one host took, from request to last record.',
      buckets: callBuckets,
      registers,
    }),
    lateness: new Histogram({
      name: 'hvitals_daemon_tick_lateness_seconds',
      help: 'How long ticks waited for the daemon itself: for a place among the calls, and for the event loop.',
      buckets: latenessBuckets,
      registers,
    }),
  };
}

function addGauge(registers: Registry[], { name, help }: MetricDefinition, read: () => number | undefined): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read() ?? 0);
    },
  });
}
