import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import { clockDefinitions } from './clock-samples.ts';
import { findingDefinitions, hostFindingDefinitions } from './finding-samples.ts';

/** Families that are made from readings of several collectors, by their heading in docs/metrics.md; no collector claims them. */
export const derivedDefinitions: readonly {
  readonly title: string;
  readonly intro: string;
  readonly metrics: readonly MetricDefinition[];
}[] = [
  {
    title: 'Clocks of VMs',
    intro:
      'Joined from the beacon of the guest and the clock of its host. `reference` is `ntp` or `host`; the true offset lies within the bound. Absent where nothing proves one, and where the beacon stands still.',
    metrics: clockDefinitions,
  },
  {
    title: 'Findings',
    intro: 'What the readings of several collectors come to. See [findings](findings/README.md).',
    metrics: [...findingDefinitions, ...hostFindingDefinitions],
  },
];
