import type { AnyCollector } from '#collectors/collector.ts';
import { collectorSettings } from '#lib/config/collector-settings.ts';
import { type HostSettings, hostSettings, type PlanConfig } from '#lib/config/host-settings.ts';
import type { Target } from '#lib/config/schema.ts';

/** One (host, collector) pair as configured. */
export interface PairPlan {
  readonly collector: AnyCollector;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly settings: HostSettings;
}

/** The pairs of one target in the order of the registry; collectors that are switched off are left out. Pure. */
export function planScrapes(registry: readonly AnyCollector[], config: PlanConfig, target: Target): PairPlan[] {
  const settings = hostSettings(config, target);
  return registry.flatMap((collector) => {
    const { enabled, intervalSeconds, timeoutSeconds } = collectorSettings(config, target, collector.name, collector);
    return enabled ? [{ collector, intervalMs: intervalSeconds * 1_000, timeoutMs: timeoutSeconds * 1_000, settings }] : [];
  });
}
