import type { MetricDefinition } from './metric-definition.ts';

/**
 * Gauges of the daemon about itself. prom-client keeps them, not the exposition; they are named here because alert rules may compare
 * them beside the metrics of the catalogue.
 */
export const daemonGauges = {
  hvitals_daemon_hosts_in_flight: {
    name: 'hvitals_daemon_hosts_in_flight',
    type: 'gauge',
    help: 'Hosts with a call under way.',
    labels: [],
  },
  hvitals_daemon_interval_stretch: {
    name: 'hvitals_daemon_interval_stretch',
    type: 'gauge',
    help: 'By how much all intervals are longer because the daemon cannot keep up; 1 where it can.',
    labels: [],
  },
  hvitals_daemon_targets: { name: 'hvitals_daemon_targets', type: 'gauge', help: 'Hosts that are polled.', labels: [] },
  hvitals_daemon_series: {
    name: 'hvitals_daemon_series',
    type: 'gauge',
    help: 'Series of the catalogue that are exposed, without the ages of readings.',
    labels: [],
  },
  hvitals_daemon_receivers_failing: {
    name: 'hvitals_daemon_receivers_failing',
    type: 'gauge',
    help: 'Receivers of notifications whose last attempt failed or was refused.',
    labels: [],
  },
  hvitals_config_last_reload_successful: {
    name: 'hvitals_config_last_reload_successful',
    type: 'gauge',
    help: 'Whether the last load of the configuration succeeded; 0 while the one before it stays in force.',
    labels: [],
  },
  hvitals_alerting_last_reload_successful: {
    name: 'hvitals_alerting_last_reload_successful',
    type: 'gauge',
    help: 'Whether the files of alert rules were taken when they were read last; 0 while the rules before stay in force.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
export type DaemonGauge = keyof typeof daemonGauges;

export function isDaemonGauge(metric: string): metric is DaemonGauge {
  return Object.hasOwn(daemonGauges, metric);
}
