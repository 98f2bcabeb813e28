import { highOffsetSeconds } from '../findings/clock-evidence.ts';
import { colours, mapFindingCodes, mapYesNo } from './code-mappings.ts';
import { buildDashboard, clusterVariable, hostVariable } from './dashboard-frame.ts';
import { migrationPanels, scrapePanels, these } from './host-reading-panels.ts';
import { badFromOne, linesPanel, statPanel, wordPanel } from './panels.ts';
import { ageOf, helpOf, numberHelp, once, orZero, over, rows, unitOf } from './queries.ts';
import { alertsTable, findingsTable, nameByCodes, type RenderDashboard, severityColumn, uids } from './shared-panels.ts';
import { tablePanel } from './tables.ts';

const ofHosts = (expr: string) => `${expr} * on (host) group_left () ${once('hvitals_host_info', ['host'], these)}`;

/** One host or several: what each is, what it carries, its clock, its logs, and how reading it goes. */
export const hostDashboard: RenderDashboard = ({ slowScrapeSeconds }) =>
  buildDashboard({
    uid: uids.host,
    title: 'hvitals / Host',
    description: 'Hyper-V hosts as hvitals sees them. Needs hvitals.recording.yml in Prometheus.',
    variables: [clusterVariable(), hostVariable().multi(true)],
    alerts: these,
    sections: [
      { title: '$host', repeat: 'host', panels: [...identityPanels(), ...conditionPanels()] },
      { title: 'VMs of these hosts', panels: vmPanels() },
      { title: 'Findings and alerts', panels: findingPanels() },
      { title: 'Migrations and cluster', panels: migrationPanels() },
      { title: 'Reading these hosts', panels: scrapePanels(slowScrapeSeconds) },
    ],
  });

function identityPanels() {
  return [
    wordPanel({
      title: 'Windows',
      description: helpOf('hvitals_host_info'),
      width: 4,
      expr: `max by (version) (hvitals_host_info{${these}})`,
      legend: '{{version}}',
    }),
    wordPanel({
      title: 'Cluster',
      description: 'Failover cluster that the host says it is in; a dash where it is in none.',
      width: 4,
      expr: `label_replace(max by (cluster) (hvitals_host_info{${these}}), "cluster", "—", "cluster", "")`,
      legend: '{{cluster}}',
    }),
    statPanel({
      title: 'Up for',
      description: `${helpOf('hvitals_host_boot_time_seconds')} Shown is the time since then.`,
      width: 4,
      unit: 's',
      decimals: 1,
      expr: ageOf(once('hvitals_host_boot_time_seconds', ['host'], these)),
    }),
    statPanel({
      title: 'Live migration',
      description: helpOf('hvitals_host_live_migration_ready'),
      width: 4,
      mappings: mapYesNo('ready', 'not ready', colours.attention),
      steps: [colours.attention, [1, colours.good]],
      expr: once('hvitals_host_live_migration_ready', ['host'], these),
    }),
    statPanel({
      title: 'Age of reading',
      description: `${helpOf('hvitals_scrape_reading_age_seconds')} The oldest of all collectors.`,
      width: 4,
      unit: unitOf('hvitals_scrape_reading_age_seconds'),
      steps: [colours.good, [300, colours.attention], [900, colours.bad]],
      expr: once('hvitals_scrape_reading_age_seconds', ['host'], these),
    }),
    statPanel({
      title: 'VMs with critical findings',
      description: numberHelp('hvitals_host:vm_finding_severity:count'),
      width: 4,
      steps: badFromOne(colours.bad),
      expr: orZero(
        `sum by (host) (hvitals_host:vm_finding_severity:count{${these}, severity="critical"})`,
        `sum by (host) (hvitals_host:vm_state:count{${these}})`,
      ),
    }),
  ];
}

function conditionPanels() {
  return [
    linesPanel({
      title: 'Memory',
      description: `${helpOf('hvitals_host_memory_bytes')} ${helpOf('hvitals_host_memory_free_bytes')}`,
      width: 8,
      unit: unitOf('hvitals_host_memory_bytes'),
      min: 0,
      queries: [
        over(once('hvitals_host_memory_bytes', ['host'], these), 'memory', 'A'),
        over(once('hvitals_host_memory_free_bytes', ['host'], these), 'free', 'B'),
      ],
    }),
    linesPanel({
      title: 'Clock offset',
      description: `${helpOf('hvitals_host_clock_offset_seconds')} The true offset is between the two thin lines. From ${highOffsetSeconds} s on, for certain, hvitals calls the clock wrong.`,
      width: 8,
      unit: unitOf('hvitals_host_clock_offset_seconds'),
      queries: [
        over(once('hvitals_host_clock_offset_seconds', ['host'], these), 'offset', 'A'),
        over(bound('+'), 'at most', 'B'),
        over(bound('-'), 'at least', 'C'),
        over(once('hvitals_host_clock_w32time_offset_seconds', ['host'], these), 'W32Time itself says, without a sign', 'D'),
      ],
    }),
    linesPanel({
      title: 'Virtual disks',
      description: `${numberHelp('hvitals_host:vm_disk_virtual_bytes:sum')} ${numberHelp('hvitals_host:vm_disk_file_bytes:sum')}`,
      width: 8,
      unit: 'bytes',
      min: 0,
      queries: [
        over(`hvitals_host:vm_disk_virtual_bytes:sum{${these}}`, 'offered to guests', 'A'),
        over(`hvitals_host:vm_disk_file_bytes:sum{${these}}`, 'files', 'B'),
      ],
    }),
  ];
}

function bound(sign: '+' | '-'): string {
  const [offset, limit] = (['hvitals_host_clock_offset_seconds', 'hvitals_host_clock_offset_bound_seconds'] as const).map(
    (metric) => once(metric, ['host'], these),
  );
  return `${offset} ${sign} ${limit}`;
}

function vmPanels() {
  const byState = linesPanel({
    title: 'Power states',
    description: numberHelp('hvitals_host:vm_state:count'),
    width: 8,
    stacked: true,
    min: 0,
    queries: [over(`sum by (state) (hvitals_host:vm_state:count{${these}})`, '{{state}}')],
  });
  const byHeartbeat = linesPanel({
    title: 'Heartbeats',
    description: numberHelp('hvitals_host:vm_heartbeat_status:count'),
    width: 8,
    stacked: true,
    min: 0,
    queries: [over(`sum by (status) (hvitals_host:vm_heartbeat_status:count{${these}})`, '{{status}}')],
  });
  return [
    nameByCodes(byState, 'state'),
    nameByCodes(byHeartbeat, 'status'),
    linesPanel({
      title: 'Instances by kind',
      description: helpOf('hvitals_host_vm_instances'),
      width: 8,
      min: 0,
      queries: [over(once('hvitals_host_vm_instances', ['host', 'kind'], these), '{{host}} {{kind}}')],
    }),
  ];
}

function findingPanels() {
  return [
    findingsTable(12, ofHosts),
    tablePanel({
      title: 'Findings about these hosts',
      description: `${helpOf('hvitals_host_finding')} Empty where nothing was found.`,
      width: 12,
      queries: [rows(once('hvitals_host_finding', ['host', 'code', 'severity'], these))],
      columns: [
        severityColumn,
        { field: 'code', title: 'Finding', mappings: mapFindingCodes() },
        { field: 'host', title: 'Host' },
      ],
      dropped: ['Value'],
    }),
    alertsTable(24, `, ${these}`, { host: 'Host', collector: 'Collector' }),
  ];
}
