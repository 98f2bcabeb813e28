import { CustomVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { highOffsetSeconds } from '../findings/clock-evidence.ts';
import { colours } from './code-mappings.ts';
import { buildDashboard, clusterVariable } from './dashboard-frame.ts';
import { badFromOne, linesPanel, type Steps, statPanel } from './panels.ts';
import { ageOf, helpOf, numberHelp, ofClusters, once, orZero, over, rows, unitOf, withHost } from './queries.ts';
import { findingsTable, hostColumn, type RenderDashboard, uids, vmColumns } from './shared-panels.ts';
import { tablePanel } from './tables.ts';

const clockFindings = ['clock-offset-high', 'clock-undisciplined', 'time-sync-conflict', 'beacon-stale'] as const;
const ofClocks = `code=~"${clockFindings.join('|')}"`;
const quantiles = 'hvitals_cluster:vm_clock_offset_abs_seconds:quantile';
const offsetSteps: Steps = [colours.good, [highOffsetSeconds / 10, colours.attention], [highOffsetSeconds, colours.bad]];

/** The clocks of hosts and VMs: how far off, which ones, and what is not known of them. */
export const clocksDashboard: RenderDashboard = () =>
  buildDashboard({
    uid: uids.clocks,
    title: 'hvitals / Clocks',
    description: 'Clocks of Hyper-V hosts and VMs as hvitals measures them. Needs hvitals.recording.yml in Prometheus.',
    variables: [clusterVariable(), referenceVariable()],
    alerts: 'alertname=~".*Clock.*|.*TimeSync.*|.*Beacon.*"',
    sections: [
      { title: 'Now', panels: nowPanels() },
      { title: '$cluster', repeat: 'cluster', panels: [clusterPanel()] },
      { title: 'VMs', panels: vmPanels() },
      { title: 'Hosts', panels: hostPanels() },
      { title: 'The machine that runs hvitals', panels: ownPanels() },
    ],
  });

function referenceVariable(): CustomVariableBuilder {
  const options = ['ntp', 'host'].map((value) => ({ selected: value === 'ntp', text: value, value }));
  return new CustomVariableBuilder('reference')
    .label('Against')
    .description('What clocks of VMs are held against: NTP time, or the clock of their host.')
    .values('ntp,host')
    .options(options)
    .current({ selected: true, text: 'ntp', value: 'ntp' });
}

function nowPanels() {
  const known = `count(${ofClusters(withHost(once('hvitals_vm_clock_offset_seconds', ['vm_id'], 'reference="$reference"')))})`;
  const running = 'sum(hvitals_cluster:vm_state:count{cluster=~"$cluster", state="2"})';
  const found = (code: string) =>
    orZero(
      `sum(hvitals_cluster:vm_finding:count{cluster=~"$cluster", code="${code}"})`,
      'sum(hvitals_cluster:vm_state:count{cluster=~"$cluster"})',
    );
  const worst = (quantile: string, title: string) =>
    statPanel({
      title,
      description: numberHelp(quantiles),
      width: 4,
      unit: 's',
      steps: offsetSteps,
      expr: `max(${quantiles}{cluster=~"$cluster", reference="$reference", quantile="${quantile}"})`,
    });
  return [
    worst('0.5', 'Half of the VMs are nearer than'),
    worst('0.95', '95 of 100 are nearer than'),
    worst('1', 'Worst VM'),
    statPanel({
      title: 'Clocks off',
      description: `VMs with the finding clock-offset-high: off by more than ${highOffsetSeconds} s for certain.`,
      width: 4,
      steps: badFromOne(colours.bad),
      expr: found('clock-offset-high'),
    }),
    statPanel({
      title: 'Kept by nothing, or by two',
      description: 'VMs with the finding clock-undisciplined or time-sync-conflict.',
      width: 4,
      steps: badFromOne(colours.attention),
      expr: `(${found('clock-undisciplined')}) + (${found('time-sync-conflict')})`,
    }),
    statPanel({
      title: 'Running VMs without a known offset',
      description: 'Those without a beacon that tells of their clock, for the most part. What is not known is not right.',
      width: 4,
      expr: `${running} - (${orZero(known, running)})`,
    }),
  ];
}

function clusterPanel() {
  return linesPanel({
    title: 'Offset of VMs, to either side',
    description: `${numberHelp(quantiles)} Empty where nothing proves an offset.`,
    width: 24,
    height: 7,
    unit: 's',
    min: 0,
    steps: [colours.none, [highOffsetSeconds, colours.bad]],
    queries: [over(`${quantiles}{cluster=~"$cluster", reference="$reference"}`, '{{cluster}} quantile {{quantile}}')],
  });
}

function vmPanels() {
  const offsets = once('hvitals_vm_clock_offset_seconds', ['vm_id', 'vm'], 'reference="$reference"');
  const worst = `topk(20, abs(${ofClusters(withHost(offsets))}))`;
  const joined = (expr: string) => `${expr} and on (vm_id) ${worst}`;
  return [
    tablePanel({
      title: 'The 20 VMs that are off most',
      description: `${helpOf('hvitals_vm_clock_offset_seconds')} ${helpOf('hvitals_vm_clock_offset_bound_seconds')}`,
      width: 14,
      height: 10,
      queries: [
        rows(joined(withHost(offsets)), 'A'),
        rows(joined(withHost(once('hvitals_vm_clock_offset_bound_seconds', ['vm_id', 'vm'], 'reference="$reference"'))), 'B'),
        rows(joined(withHost(once('hvitals_vm_clock_frequency_ppm', ['vm_id', 'vm']))), 'C'),
        rows(joined(withHost(ageOf(once('hvitals_vm_beacon_seen_timestamp_seconds', ['vm_id', 'vm'])))), 'D'),
      ],
      columns: [
        ...vmColumns,
        hostColumn,
        { field: 'Value #A', title: 'Offset', unit: 's' },
        { field: 'Value #B', title: 'Give or take', unit: 's' },
        { field: 'Value #C', title: 'Frequency', unit: unitOf('hvitals_vm_clock_frequency_ppm') },
        { field: 'Value #D', title: 'Beacon heard', unit: 's', decimals: 0 },
      ],
      sortBy: { title: 'Offset', descending: true },
    }),
    findingsTable(10, ofClusters, ofClocks).title('Findings about clocks').height(10),
  ];
}

function hostPanels() {
  return [
    linesPanel({
      title: 'Offset of hosts',
      description: helpOf('hvitals_host_clock_offset_seconds'),
      width: 8,
      unit: unitOf('hvitals_host_clock_offset_seconds'),
      queries: [over(ofClusters(once('hvitals_host_clock_offset_seconds', ['host'])), '{{host}}')],
    }),
    linesPanel({
      title: 'How far the offset is known',
      description: `${helpOf('hvitals_host_clock_offset_bound_seconds')} ${helpOf('hvitals_host_clock_resolution_seconds')}`,
      width: 8,
      unit: unitOf('hvitals_host_clock_offset_bound_seconds'),
      min: 0,
      queries: [
        over(ofClusters(once('hvitals_host_clock_offset_bound_seconds', ['host'])), '{{host}} bound', 'A'),
        over(ofClusters(once('hvitals_host_clock_resolution_seconds', ['host'])), '{{host}} step of its clock', 'B'),
      ],
    }),
    linesPanel({
      title: 'What W32Time says of itself',
      description: helpOf('hvitals_host_clock_w32time_offset_seconds'),
      width: 8,
      unit: unitOf('hvitals_host_clock_w32time_offset_seconds'),
      min: 0,
      queries: [over(ofClusters(once('hvitals_host_clock_w32time_offset_seconds', ['host'])), '{{host}}')],
    }),
  ];
}

function ownPanels() {
  return [
    linesPanel({
      title: 'Offset',
      description:
        'Clock of the machine that runs the collectors, minus the time of each NTP server of clock.ownNtpServers; empty where none is set.',
      width: 12,
      unit: 's',
      queries: [
        over('max by (server) (hvitals_daemon_clock_offset_seconds)', '{{server}}', 'A'),
        over('max by (server) (hvitals_daemon_clock_offset_bound_seconds)', '{{server}} bound', 'B'),
      ],
    }),
    linesPanel({
      title: 'Servers without a good answer',
      description: 'Times per second that an NTP server gave this machine no answer that could be taken, by reason.',
      width: 12,
      min: 0,
      queries: [over('sum by (reason) (rate(hvitals_daemon_clock_failures_total[$__rate_interval]))', '{{reason}}')],
    }),
  ];
}
