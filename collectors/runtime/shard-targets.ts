import { renderShard } from '#lib/metrics/shard.ts';

/** One entry of Prometheus' http_sd answer (prometheus.io/docs/prometheus/latest/http_sd). */
export interface ScrapeTarget {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The shards of /metrics at `address` as scrape targets. Each has an `instance` of its own, because targets that differ in a parameter
 * alone would write one `up` series in turns; the shipped relabelling takes it off the series of VMs and hosts. Pure.
 */
export function toShardTargets(address: string, count: number): readonly ScrapeTarget[] {
  return Array.from({ length: count }, (_, at) => ({
    targets: [address],
    labels: {
      __metrics_path__: '/metrics',
      __param_shard: renderShard({ index: at + 1, count }),
      instance: `${address}/shard-${at + 1}-of-${count}`,
    },
  }));
}
