import { highOffsetSeconds } from '../findings/clock-evidence.ts';
import { colours, mapCodes, mapYesNo, toValueMap } from './code-mappings.ts';
import { buildDashboard, choice, clusterVariable, hostVariable } from './dashboard-frame.ts';
import { badFromOne, linesPanel, statesPanel, statPanel, wordPanel } from './panels.ts';
import { ageOf, helpOf, once, orZero, over, unitOf } from './queries.ts';
import { alertsTable, type DashboardFacts, findingsTable, type RenderDashboard, uids } from './shared-panels.ts';

const it = 'vm_id="$vm"';
const info = 'hvitals_vm_info{host=~"$host"}';

/** One VM: what it is, its states over time, its clock, disks and items, wherever it has been. */
export const vmDashboard: RenderDashboard = (facts) =>
  buildDashboard({
    uid: uids.vm,
    title: 'hvitals / VM',
    description: 'One VM as hvitals sees it, over all hosts that it has been on.',
    variables: [
      clusterVariable(),
      hostVariable()
        .multi(true)
        .includeAll(true)
        .allValue('.*')
        .current({ selected: true, text: ['All'], value: ['$__all'] }),
      choice('vm', 'VM', `query_result(max by (vm, vm_id) (last_over_time(${info}[$__range])))`)
        .description('VMs of the chosen hosts, by name; two may have one name. The value is the id.')
        .regex('/vm="(?<text>.*)",vm_id="(?<value>[^"]+)"/'),
    ],
    alerts: it,
    sections: [
      { title: '$vm', panels: [...nowPanels(), ...sincePanels(facts)] },
      { title: 'States', panels: statePanels() },
      { title: 'Findings and alerts', panels: [findingsTable(12, (expr) => expr, it), alertsTable(12, `, ${it}`, {})] },
      { title: 'Clock', panels: clockPanels() },
      { title: 'Disks and data exchange', panels: diskPanels() },
    ],
  });

function nowPanels() {
  return [
    wordPanel({
      title: 'Name',
      description: 'Name that the host has for the VM.',
      width: 5,
      expr: once('hvitals_vm_info', ['vm'], it),
      legend: '{{vm}}',
    }),
    wordPanel({
      title: 'Host',
      description: helpOf('hvitals_vm_info'),
      width: 4,
      expr: once('hvitals_vm_info', ['host'], it),
      legend: '{{host}}',
    }),
    statPanel({
      title: 'State',
      description: helpOf('hvitals_vm_state'),
      width: 4,
      mappings: mapCodes('state'),
      expr: once('hvitals_vm_state', ['vm_id'], it),
    }),
    statPanel({
      title: 'Heartbeat',
      description: helpOf('hvitals_vm_heartbeat_status'),
      width: 4,
      mappings: mapCodes('status'),
      expr: once('hvitals_vm_heartbeat_status', ['vm_id'], it),
    }),
    statPanel({
      title: 'Health',
      description: helpOf('hvitals_vm_health_state'),
      width: 3,
      mappings: mapCodes('health'),
      expr: once('hvitals_vm_health_state', ['vm_id'], it),
    }),
    statPanel({
      title: 'Findings that hold',
      description: `${helpOf('hvitals_vm_finding')}`,
      width: 4,
      steps: badFromOne(colours.attention),
      expr: orZero(
        `count by (vm_id) (${once('hvitals_vm_finding', ['vm_id', 'code'], it)})`,
        once('hvitals_vm_state', ['vm_id'], it),
      ),
    }),
  ];
}

function sincePanels({ powerEvents }: DashboardFacts) {
  const look = { critical: colours.bad, warning: colours.attention, info: colours.quiet } as Readonly<Record<string, string>>;
  const events = powerEvents.map(
    ({ id, text, severity }) => [String(id), { text, color: look[severity] ?? colours.none }] as const,
  );
  return [
    statPanel({
      title: 'Up for',
      description: `${helpOf('hvitals_vm_start_time_seconds')} Shown is the time since then.`,
      width: 5,
      unit: 's',
      decimals: 1,
      expr: ageOf(once('hvitals_vm_start_time_seconds', ['vm_id'], it)),
    }),
    statPanel({
      title: 'Last power event',
      description: helpOf('hvitals_vm_power_last_event_code'),
      width: 7,
      mappings: [toValueMap(events)],
      expr: once('hvitals_vm_power_last_event_code', ['vm_id'], it),
    }),
    statPanel({
      title: 'Since that event',
      description: helpOf('hvitals_vm_power_last_event_timestamp_seconds'),
      width: 4,
      unit: 's',
      decimals: 1,
      expr: ageOf(once('hvitals_vm_power_last_event_timestamp_seconds', ['vm_id'], it)),
    }),
    statPanel({
      title: 'Applications',
      description: helpOf('hvitals_vm_heartbeat_application_status'),
      width: 4,
      mappings: mapCodes('status'),
      expr: once('hvitals_vm_heartbeat_application_status', ['vm_id'], it),
    }),
    statPanel({
      title: 'Beacon heard',
      description: `${helpOf('hvitals_vm_beacon_seen_timestamp_seconds')} Shown is the time since then.`,
      width: 4,
      unit: 's',
      expr: ageOf(once('hvitals_vm_beacon_seen_timestamp_seconds', ['vm_id'], it)),
    }),
  ];
}

function statePanels() {
  return [
    statesPanel({
      title: 'Power',
      description: `${helpOf('hvitals_vm_state')} A gap is a time without a reading.`,
      width: 24,
      height: 4,
      mappings: mapCodes('state'),
      queries: [over(once('hvitals_vm_state', ['vm_id'], it), 'power')],
    }),
    statesPanel({
      title: 'Heartbeat and integration services',
      description: `${helpOf('hvitals_vm_heartbeat_status')} ${helpOf('hvitals_vm_integration_services_status')}`,
      width: 24,
      height: 9,
      mappings: mapCodes('status'),
      queries: [
        over(once('hvitals_vm_heartbeat_status', ['vm_id'], it), 'heartbeat status', 'A'),
        over(once('hvitals_vm_integration_services_status', ['vm_id', 'service'], it), '{{service}}', 'B'),
      ],
    }),
    statesPanel({
      title: 'Host over time',
      description: 'Which host owned the VM: where one line ends and another begins, it has moved.',
      width: 24,
      height: 5,
      mappings: mapYesNo('here', ''),
      queries: [over(once('hvitals_vm_info', ['host'], it), '{{host}}')],
    }),
  ];
}

function clockPanels() {
  const offset = once('hvitals_vm_clock_offset_seconds', ['reference'], it);
  const limit = once('hvitals_vm_clock_offset_bound_seconds', ['reference'], it);
  return [
    linesPanel({
      title: 'Clock offset',
      description: `${helpOf('hvitals_vm_clock_offset_seconds')} The true offset is between "at least" and "at most". From ${highOffsetSeconds} s on, for certain, hvitals calls the clock wrong. Empty without a beacon.`,
      width: 16,
      unit: unitOf('hvitals_vm_clock_offset_seconds'),
      queries: [
        over(offset, 'against {{reference}}', 'A'),
        over(`${offset} + ${limit}`, 'at most, against {{reference}}', 'B'),
        over(`${offset} - ${limit}`, 'at least, against {{reference}}', 'C'),
      ],
    }),
    linesPanel({
      title: 'Frequency',
      description: `${helpOf('hvitals_vm_clock_frequency_ppm')} Empty without a beacon.`,
      width: 8,
      unit: unitOf('hvitals_vm_clock_frequency_ppm'),
      queries: [over(once('hvitals_vm_clock_frequency_ppm', ['vm_id'], it), 'frequency')],
    }),
  ];
}

function diskPanels() {
  const disk = ['controller', 'location'];
  return [
    linesPanel({
      title: 'Virtual disks',
      description: `${helpOf('hvitals_vm_disk_virtual_bytes')} ${helpOf('hvitals_vm_disk_file_bytes')}`,
      width: 16,
      unit: unitOf('hvitals_vm_disk_file_bytes'),
      min: 0,
      queries: [
        over(once('hvitals_vm_disk_virtual_bytes', disk, it), '{{controller}}:{{location}} offered', 'A'),
        over(once('hvitals_vm_disk_file_bytes', disk, it), '{{controller}}:{{location}} file', 'B'),
      ],
    }),
    linesPanel({
      title: 'KVP items',
      description: `${helpOf('hvitals_vm_kvp_intrinsic_items')} ${helpOf('hvitals_vm_kvp_guest_items')}`,
      width: 8,
      min: 0,
      queries: [
        over(once('hvitals_vm_kvp_intrinsic_items', ['vm_id'], it), 'of the system', 'A'),
        over(once('hvitals_vm_kvp_guest_items', ['vm_id'], it), 'of software in the guest', 'B'),
      ],
    }),
  ];
}
