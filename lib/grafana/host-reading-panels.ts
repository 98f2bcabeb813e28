import { colours, mapYesNo } from './code-mappings.ts';
import { linesPanel, statesPanel } from './panels.ts';
import { ageOf, helpOf, once, over, rows, unitOf } from './queries.ts';
import { tablePanel } from './tables.ts';

/** The hosts that are chosen. */
export const these = 'host=~"$host"';

/** Migrations that these hosts took part in, and what they are in their cluster. */
export function migrationPanels() {
  const ages = (
    metric: 'hvitals_host_migration_last_finished_timestamp_seconds' | 'hvitals_host_migration_last_failed_timestamp_seconds',
  ) => ageOf(once(metric, ['host'], these));
  return [
    linesPanel({
      title: 'Migrations under way',
      description: helpOf('hvitals_host_migration_running'),
      width: 8,
      min: 0,
      queries: [over(once('hvitals_host_migration_running', ['host'], these), '{{host}}')],
    }),
    tablePanel({
      title: 'Last migrations',
      description: `How long ago. ${helpOf('hvitals_host_migration_last_blackout_seconds')} Empty where none was seen.`,
      width: 8,
      queries: [
        rows(ages('hvitals_host_migration_last_finished_timestamp_seconds'), 'A'),
        rows(ages('hvitals_host_migration_last_failed_timestamp_seconds'), 'B'),
        rows(once('hvitals_host_migration_last_blackout_seconds', ['host'], these), 'C'),
      ],
      columns: [
        { field: 'host', title: 'Host' },
        { field: 'Value #A', title: 'Finished', unit: 's', decimals: 0 },
        { field: 'Value #B', title: 'Failed', unit: 's', decimals: 0 },
        { field: 'Value #C', title: 'Stood still for', unit: 's' },
      ],
    }),
    statesPanel({
      title: 'Cluster node',
      description: `${helpOf('hvitals_host_cluster_node_state')} ${helpOf('hvitals_host_cluster_node_drain')}`,
      width: 8,
      height: 8,
      mappings: mapYesNo('yes', 'no', colours.none),
      queries: [
        over(`${once('hvitals_host_cluster_node_state', ['host', 'state'], these)} == 1`, '{{host}}: {{state}}', 'A'),
        over(
          `${once('hvitals_host_cluster_node_drain', ['host', 'state'], `${these}, state!="none"`)} == 1`,
          '{{host}}: drain {{state}}',
          'B',
        ),
      ],
    }),
  ];
}

/** How reading these hosts goes, and whether their logs can be read. */
export function scrapePanels(slowScrapeSeconds: number) {
  return [
    statesPanel({
      title: 'Scrapes',
      description: helpOf('hvitals_scrape_success'),
      width: 12,
      height: 10,
      mappings: mapYesNo('yields a reading', 'fails'),
      queries: [over(once('hvitals_scrape_success', ['host', 'collector'], these), '{{host}} {{collector}}')],
    }),
    linesPanel({
      title: 'Duration of scrapes',
      description: helpOf('hvitals_scrape_duration_seconds'),
      width: 12,
      height: 10,
      unit: unitOf('hvitals_scrape_duration_seconds'),
      min: 0,
      steps: [colours.none, [slowScrapeSeconds, colours.attention]],
      queries: [over(once('hvitals_scrape_duration_seconds', ['host', 'collector'], these), '{{host}} {{collector}}')],
    }),
    statesPanel({
      title: 'Event logs',
      description: `${helpOf('hvitals_host_power_log_readable')} ${helpOf('hvitals_host_migration_log_readable')}`,
      width: 12,
      height: 8,
      mappings: mapYesNo('readable', 'not readable'),
      queries: [
        over(once('hvitals_host_power_log_readable', ['host', 'channel'], these), '{{host}} {{channel}} (power)', 'A'),
        over(once('hvitals_host_migration_log_readable', ['host', 'channel'], these), '{{host}} {{channel}} (migrations)', 'B'),
      ],
    }),
    linesPanel({
      title: 'Records lost from event logs',
      description: helpOf('hvitals_host_power_log_gaps_total'),
      width: 12,
      min: 0,
      queries: [
        over(
          `max by (host, channel) (increase(hvitals_host_power_log_gaps_total{${these}}[$__rate_interval]))`,
          '{{host}} {{channel}}',
        ),
      ],
    }),
  ];
}
