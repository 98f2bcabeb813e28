import { colours } from './code-mappings.ts';
import type { Section } from './dashboard-frame.ts';
import { linesPanel } from './panels.ts';
import { helpOf, once, over } from './queries.ts';
import type { DashboardFacts } from './shared-panels.ts';

/** Whether hvitals itself keeps up. */
export function collectorsSection({ slowScrapeSeconds }: DashboardFacts): Section {
  return {
    title: 'hvitals itself',
    panels: [
      linesPanel({
        title: 'Scrapes by outcome',
        description: helpOf('hvitals_scrape_outcome'),
        width: 8,
        stacked: true,
        min: 0,
        queries: [
          over(`count by (outcome) (${once('hvitals_scrape_outcome', ['host', 'collector', 'outcome'])})`, '{{outcome}}'),
        ],
      }),
      linesPanel({
        title: 'Slowest scrape by collector',
        description: `${helpOf('hvitals_scrape_duration_seconds')} The alert HvitalsScrapeSlow is about more than ${slowScrapeSeconds} s.`,
        width: 8,
        unit: 's',
        min: 0,
        steps: [colours.none, [slowScrapeSeconds, colours.attention]],
        queries: [over('max by (collector) (hvitals_scrape_duration_seconds)', '{{collector}}')],
      }),
      linesPanel({
        title: 'Intervals are longer by',
        description: helpOf('hvitals_daemon_interval_stretch'),
        width: 8,
        min: 0,
        queries: [over('max by (instance) (hvitals_daemon_interval_stretch)', '{{instance}}')],
      }),
      linesPanel({
        title: 'Writing to the store',
        description: 'How long it took to write one tick to the store: 95 of 100 were faster.',
        width: 8,
        unit: 's',
        min: 0,
        queries: [
          over(
            'histogram_quantile(0.95, sum by (instance, le) (rate(hvitals_daemon_commit_duration_seconds_bucket[$__rate_interval])))',
            '{{instance}}',
          ),
        ],
      }),
      linesPanel({
        title: 'Writes that the store refused, and faults of hvitals',
        description: 'Per second; the log of the collectors has the details.',
        width: 8,
        min: 0,
        queries: [
          over('sum(rate(hvitals_daemon_commit_failures_total[$__rate_interval]))', 'refused writes', 'A'),
          over('sum by (part) (rate(hvitals_daemon_faults_total[$__rate_interval]))', 'faults: {{part}}', 'B'),
        ],
      }),
      linesPanel({
        title: 'Series',
        description: helpOf('hvitals_daemon_series'),
        width: 8,
        min: 0,
        queries: [over('sum by (instance) (hvitals_daemon_series)', '{{instance}}')],
      }),
    ],
  };
}
