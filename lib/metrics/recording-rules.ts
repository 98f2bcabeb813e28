import { componentStatus } from '../model/component-status.ts';

/** One number that Prometheus works out in advance. The name is `level:metric:operation` (prometheus.io/docs/practices/rules). */
export interface RecordingRule {
  readonly record: string;
  /** What the number says; a comment in the file, and a line in the docs. */
  readonly help: string;
  readonly expr: string;
  /** Labels of the result, apart from those that `labels` adds. */
  readonly by: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Services in contact, and those that could be: what is switched off on the host, or paused with its VM, says nothing of the guest. */
const inContact = `${componentStatus.ok}|${componentStatus.degraded}`;
const unasked = `${componentStatus.paused}|${componentStatus.disabled}`;

/** Each VM with its host, and each host with its cluster: once, whoever scraped it and however often. */
const hostOfVm = 'on (vm_id) group_left (host) max by (vm_id, host) (hvitals_vm_info)';
const clusterOfHost = 'on (host) group_left (cluster) max by (host, cluster) (hvitals_host_info)';
/** Clusters are joined to VMs once and not to each of their many series: half the time for services. */
const clusterOfVm = `on (vm_id) group_left (cluster) max by (vm_id, cluster) (hvitals_vm_info * ${clusterOfHost})`;

const levels = { hvitals: [], hvitals_cluster: ['cluster'], hvitals_host: ['host'] } as const;
type Level = keyof typeof levels;

const quantiles = [0.5, 0.95, 1] as const;

/** How many VMs each host has by a code: of the gauge in the metric, as the label `label`. */
function countOfHost(metric: string, label: string, more: readonly string[] = []): string {
  const perVm = `max by (${['vm_id', ...more].join(', ')}) (${metric})`;
  return `count_values by (${['host', ...more].join(', ')}) ("${label}", ${perVm} * ${hostOfVm})`;
}

/** A number of each host, added up for its cluster, or for the whole fleet. */
function addUp(level: Exclude<Level, 'hvitals_host'>, name: string, labels: readonly string[]): string {
  const by = [...levels[level], ...labels].join(', ');
  const source = `hvitals_host:${name}`;
  if (level === 'hvitals') return `sum by (${by}) (${source})`;
  // A host that says nothing of a cluster, or whose collector `host` fails, counts as one without.
  return `sum by (${by}) (${source} * ${clusterOfHost} or ${source} unless on (host) hvitals_host_info)`;
}

/** A count on all three levels. */
function onAllLevels(name: string, labels: readonly string[], expr: string, help: string): readonly RecordingRule[] {
  return [
    { record: `hvitals_host:${name}`, help: `${help}, by host.`, expr, by: ['host', ...labels] },
    {
      record: `hvitals_cluster:${name}`,
      help: `${help}, by cluster; hosts in none have an empty label.`,
      expr: addUp('hvitals_cluster', name, labels),
      by: ['cluster', ...labels],
    },
    { record: `hvitals:${name}`, help: `${help}, of the fleet.`, expr: addUp('hvitals', name, labels), by: labels },
  ];
}

/** The share of heartbeats that are in contact, of those that could be: 0 where none is, absent where there are none. */
function heartbeatRatio(level: Level): RecordingRule {
  const counts = `${level}:vm_heartbeat_status:count`;
  const by = levels[level].length === 0 ? 'sum' : `sum by (${levels[level].join(', ')})`;
  const asked = `${by} (${counts}{status!~"${unasked}"})`;
  return {
    record: `${level}:vm_heartbeat_ok:ratio`,
    help: 'Share of VMs whose heartbeat is in contact (ok or degraded), of those with one that is neither switched off nor paused.',
    expr: `(${by} (${counts}{status=~"${inContact}"}) or 0 * ${asked}) / ${asked}`,
    by: levels[level],
  };
}

/** How far clocks of VMs are off, whichever way: the middle, the worst but a twentieth, the worst. */
function clockQuantiles(level: Exclude<Level, 'hvitals_host'>): readonly RecordingRule[] {
  const perVm = 'max by (vm_id, reference) (abs(hvitals_vm_clock_offset_seconds))';
  const offsets = level === 'hvitals' ? perVm : `${perVm} * ${clusterOfVm}`;
  const by = [...levels[level], 'reference'];
  return quantiles.map((quantile) => ({
    record: `${level}:vm_clock_offset_abs_seconds:quantile`,
    help: `How far clocks of VMs are off their reference, to either side, by quantile${level === 'hvitals' ? '' : ' and cluster'}.`,
    expr: `quantile by (${by.join(', ')}) (${quantile}, ${offsets})`,
    by,
    labels: { quantile: String(quantile) },
  }));
}

const disk = (size: 'file' | 'virtual', help: string): RecordingRule => ({
  record: `hvitals_host:vm_disk_${size}_bytes:sum`,
  help,
  expr: `sum by (host) (max by (vm_id, controller, location) (hvitals_vm_disk_${size}_bytes) * ${hostOfVm})`,
  by: ['host'],
});

const found = (labels: string) => `max by (vm_id, ${labels}) (hvitals_vm_finding) * ${hostOfVm}`;

/**
 * Every number that dashboards show of many VMs at once and that Prometheus would else work out from all their series at each look.
 * VMs are counted where their host is; those of a host that has said nothing for three intervals are in no number. In order: later
 * rules read earlier ones.
 */
export const recordingRules: readonly RecordingRule[] = [
  ...onAllLevels(
    'vm_state:count',
    ['state'],
    countOfHost('hvitals_vm_state', 'state'),
    'VMs by power state, as Hyper-V codes it',
  ),
  ...onAllLevels(
    'vm_heartbeat_status:count',
    ['status'],
    countOfHost('hvitals_vm_heartbeat_status', 'status'),
    'VMs by heartbeat status, as Hyper-V codes it',
  ),
  heartbeatRatio('hvitals_host'),
  heartbeatRatio('hvitals_cluster'),
  heartbeatRatio('hvitals'),
  ...onAllLevels(
    'vm_finding:count',
    ['code', 'severity'],
    `count by (host, code, severity) (${found('code, severity')})`,
    'VMs by what was found about them',
  ),
  ...onAllLevels(
    'vm_finding_severity:count',
    ['severity'],
    `count by (host, severity) (${found('severity')})`,
    'VMs that have a finding of the severity, each counted once',
  ),
  {
    record: 'hvitals_cluster:vm_integration_services_status:count',
    help: 'Integration services of VMs by service, status as Hyper-V codes it, and cluster.',
    expr: `count_values by (cluster, service) ("status", max by (vm_id, service) (hvitals_vm_integration_services_status) * ${clusterOfVm})`,
    by: ['cluster', 'service', 'status'],
  },
  ...clockQuantiles('hvitals_cluster'),
  ...clockQuantiles('hvitals'),
  disk(
    'virtual',
    'Sizes of all virtual disks of VMs on the host, as their guests are offered them; one that VMs share counts for each.',
  ),
  disk('file', 'Sizes of the files of these disks on the host, without parents.'),
];
