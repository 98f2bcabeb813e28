import { componentStatus } from '../model/component-status.ts';
import { colours, mapFindingCodes, mapYesNo } from './code-mappings.ts';
import { collectorsSection } from './collectors-section.ts';
import { buildDashboard, clusterVariable } from './dashboard-frame.ts';
import { badFromOne, linesPanel, statPanel } from './panels.ts';
import { helpOf, numberHelp, ofClusters, once, orZero, over, rows } from './queries.ts';
import {
  alertsTable,
  findingsTable,
  hostColumn,
  nameByCodes,
  type RenderDashboard,
  severityColumn,
  uids,
} from './shared-panels.ts';
import { tablePanel } from './tables.ts';

const chosen = 'cluster=~"$cluster"';
const states = `hvitals_cluster:vm_state:count{${chosen}}`;
/** Only while VMs are counted at all can something else be 0. */
const counted = `sum(${states})`;
const inContact = `${componentStatus.ok}|${componentStatus.degraded}`;
const unasked = `${componentStatus.paused}|${componentStatus.disabled}`;

/** The whole fleet: how much of it is well, what was found, which hosts do not answer, and whether hvitals itself keeps up. */
export const fleetDashboard: RenderDashboard = (facts) =>
  buildDashboard({
    uid: uids.fleet,
    title: 'hvitals / Fleet',
    description: 'Hyper-V hosts and VMs as hvitals sees them. Needs hvitals.recording.yml in Prometheus.',
    variables: [clusterVariable()],
    alerts: '',
    sections: [
      { title: 'Now', panels: nowPanels() },
      { title: 'VMs', panels: vmPanels() },
      { title: 'Findings and alerts', panels: [findingsTable(14, ofClusters), alertsTable(10, ''), ...findingPanels()] },
      { title: 'Hosts', panels: hostPanels() },
      collectorsSection(facts),
    ],
  });

function nowPanels() {
  const found = (severity: string) =>
    orZero(`sum(hvitals_cluster:vm_finding_severity:count{${chosen}, severity="${severity}"})`, counted);
  const reached = once('hvitals_scrape_success', ['host'], 'collector="vm"');
  return [
    statPanel({ title: 'VMs', description: numberHelp('hvitals_cluster:vm_state:count'), width: 3, expr: counted }),
    statPanel({
      title: 'Running',
      description: 'VMs whose state is running (2).',
      width: 3,
      expr: orZero(`sum(hvitals_cluster:vm_state:count{${chosen}, state="2"})`, counted),
    }),
    statPanel({
      title: 'Heartbeat in contact',
      description: numberHelp('hvitals_cluster:vm_heartbeat_ok:ratio'),
      width: 3,
      unit: 'percentunit',
      decimals: 1,
      steps: [colours.bad, [0.9, colours.attention], [0.99, colours.good]],
      expr: heartbeatShare('sum'),
    }),
    statPanel({
      title: 'With critical findings',
      description: numberHelp('hvitals_cluster:vm_finding_severity:count'),
      width: 3,
      steps: badFromOne(colours.bad),
      expr: found('critical'),
    }),
    statPanel({
      title: 'With warnings',
      description: numberHelp('hvitals_cluster:vm_finding_severity:count'),
      width: 3,
      steps: badFromOne(colours.attention),
      expr: found('warning'),
    }),
    statPanel({
      title: 'Hosts out of reach',
      description:
        'Hosts whose last scrape of the VMs failed, of the whole fleet: of a host that says nothing no cluster is known.',
      width: 3,
      steps: badFromOne(colours.bad),
      expr: orZero(`count(${reached} == 0)`, `count(${reached})`),
    }),
    statPanel({
      title: 'Oldest reading',
      description: `${helpOf('hvitals_scrape_reading_age_seconds')} The oldest of the collector \`vm\`, of the whole fleet.`,
      width: 3,
      unit: 's',
      steps: [colours.good, [60, colours.attention], [300, colours.bad]],
      expr: 'max(hvitals_scrape_reading_age_seconds{collector="vm"})',
    }),
    statPanel({
      title: 'hvitals',
      description:
        'Whether Prometheus reaches the collectors; with shards, all of them. The job has to be called `hvitals`, as in the shipped files.',
      width: 3,
      mappings: mapYesNo('answers', 'is down'),
      steps: [colours.bad, [1, colours.good]],
      expr: 'min(up{job="hvitals"})',
    }),
  ];
}

function heartbeatShare(sum: string): string {
  const counts = 'hvitals_cluster:vm_heartbeat_status:count';
  const asked = `${sum}(${counts}{${chosen}, status!~"${unasked}"})`;
  return `(${orZero(`${sum}(${counts}{${chosen}, status=~"${inContact}"})`, asked)}) / ${asked}`;
}

function vmPanels() {
  const byState = linesPanel({
    title: 'Power states',
    description: numberHelp('hvitals_cluster:vm_state:count'),
    width: 8,
    stacked: true,
    min: 0,
    queries: [over(`sum by (state) (${states})`, '{{state}}')],
  });
  const byHeartbeat = linesPanel({
    title: 'Heartbeats',
    description: numberHelp('hvitals_cluster:vm_heartbeat_status:count'),
    width: 8,
    stacked: true,
    min: 0,
    queries: [over(`sum by (status) (hvitals_cluster:vm_heartbeat_status:count{${chosen}})`, '{{status}}')],
  });
  const services = 'hvitals_cluster:vm_integration_services_status:count';
  const asked = `sum by (service) (${services}{${chosen}, status!~"${unasked}"})`;
  return [
    nameByCodes(byState, 'state'),
    nameByCodes(byHeartbeat, 'status'),
    linesPanel({
      title: 'Integration services in contact',
      description: `${numberHelp(services)} Shown is the share in contact (ok or degraded) of those that are neither switched off nor paused.`,
      width: 8,
      unit: 'percentunit',
      queries: [
        over(`(${orZero(`sum by (service) (${services}{${chosen}, status=~"${inContact}"})`, asked)}) / ${asked}`, '{{service}}'),
      ],
    }),
    linesPanel({
      title: 'Heartbeat in contact by cluster',
      description: numberHelp('hvitals_cluster:vm_heartbeat_ok:ratio'),
      width: 12,
      unit: 'percentunit',
      queries: [over(`hvitals_cluster:vm_heartbeat_ok:ratio{${chosen}}`, '{{cluster}}')],
    }),
    linesPanel({
      title: 'Migrations under way',
      description: helpOf('hvitals_host_migration_running'),
      width: 12,
      min: 0,
      stacked: true,
      queries: [over(ofClusters(once('hvitals_host_migration_running', ['host'])), '{{host}}')],
    }),
  ];
}

function findingPanels() {
  const byCode = linesPanel({
    title: 'Findings by kind',
    description: `${numberHelp('hvitals_cluster:vm_finding:count')} Empty where nothing was found.`,
    width: 14,
    stacked: true,
    min: 0,
    queries: [over(`sum by (code) (hvitals_cluster:vm_finding:count{${chosen}})`, '{{code}}')],
  });
  return [
    byCode,
    tablePanel({
      title: 'Findings about hosts',
      description: `${helpOf('hvitals_host_finding')} Empty where nothing was found.`,
      width: 10,
      queries: [rows(ofClusters(once('hvitals_host_finding', ['host', 'code', 'severity'])))],
      columns: [severityColumn, { field: 'code', title: 'Finding', mappings: mapFindingCodes() }, hostColumn],
      dropped: ['Value'],
    }),
  ];
}

function hostPanels() {
  const vms = 'sum by (host) (hvitals_host:vm_state:count)';
  const free = `${once('hvitals_host_memory_free_bytes', ['host'])} / ${once('hvitals_host_memory_bytes', ['host'])}`;
  return [
    tablePanel({
      title: 'Hosts',
      description:
        'Every host that hvitals polls and that said within three intervals which cluster it is in. A click leads to its page or dashboard.',
      width: 24,
      height: 10,
      queries: [
        rows(`max by (host, cluster, version) (hvitals_host_info{${chosen}})`, 'A'),
        rows(ofClusters(vms), 'B'),
        rows(ofClusters('hvitals_host:vm_heartbeat_ok:ratio'), 'C'),
        rows(ofClusters(`(${orZero('sum by (host) (hvitals_host:vm_finding_severity:count{severity="critical"})', vms)})`), 'D'),
        rows(ofClusters(free), 'E'),
        rows(ofClusters(once('hvitals_host_clock_offset_seconds', ['host'])), 'F'),
        rows(ofClusters(once('hvitals_scrape_reading_age_seconds', ['host'], 'collector="vm"')), 'G'),
      ],
      columns: [
        hostColumn,
        { field: 'cluster', title: 'Cluster' },
        { field: 'version', title: 'Windows' },
        { field: 'Value #B', title: 'VMs' },
        { field: 'Value #C', title: 'Heartbeat in contact', unit: 'percentunit', decimals: 1 },
        { field: 'Value #D', title: 'VMs with critical findings', steps: badFromOne(colours.bad), coloured: true },
        { field: 'Value #E', title: 'Memory free', unit: 'percentunit', decimals: 0 },
        { field: 'Value #F', title: 'Clock offset', unit: 's' },
        { field: 'Value #G', title: 'Age of reading', unit: 's', decimals: 0 },
      ],
      dropped: ['Value #A'],
      sortBy: { title: 'Host', descending: false },
    }),
    tablePanel({
      title: 'Scrapes that failed',
      description: `${helpOf('hvitals_scrape_success')} Of the whole fleet; empty where all succeed.`,
      width: 24,
      height: 6,
      queries: [rows(`${once('hvitals_scrape_success', ['host', 'collector'])} == 0`)],
      columns: [hostColumn, { field: 'collector', title: 'Collector' }],
      dropped: ['Value'],
    }),
  ];
}
