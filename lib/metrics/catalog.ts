// Longer than 250 lines: one table.
import type { MetricDefinition } from './metric-definition.ts';

const vm = ['vm_id', 'vm'] as const;
const scrape = ['host', 'collector'] as const;

/**
 * Every metric that hvitals exports, once: name, type, help, unit, labels. The docs tables are generated from it and the renderer
 * takes HELP, TYPE and label order from it. VM series carry `vm_id` and `vm` and nothing that moves when the VM does.
 */
export const catalog = {
  hvitals_vm_info: {
    name: 'hvitals_vm_info',
    type: 'info',
    help: 'Identity of a VM: the host that owns it, its generation and configuration version. Always 1.',
    labels: [...vm, 'host', 'generation', 'version'],
  },
  hvitals_vm_state: {
    name: 'hvitals_vm_state',
    type: 'gauge',
    help: 'EnabledState of the VM, as Hyper-V codes it: 1 other (in transition), 2 running, 3 off, 4 shutting down, 6 saved, 9 paused, 10 starting.',
    labels: vm,
  },
  hvitals_vm_health_state: {
    name: 'hvitals_vm_health_state',
    type: 'gauge',
    help: 'HealthState of the VM, as Hyper-V codes it: 5 ok, 20 major failure, 25 critical.',
    labels: vm,
  },
  hvitals_vm_start_time_seconds: {
    name: 'hvitals_vm_start_time_seconds',
    type: 'gauge',
    help: 'When the VM was started, as Unix time by the clock of its host. Absent while it is not on.',
    unit: 'seconds',
    labels: vm,
  },
  hvitals_host_vm_instances: {
    name: 'hvitals_host_vm_instances',
    type: 'gauge',
    help: 'VM instances that stand on the host, by kind: realized, planned (an incoming migration), replica.',
    labels: ['host', 'kind'],
  },
  hvitals_vm_heartbeat_status: {
    name: 'hvitals_vm_heartbeat_status',
    type: 'gauge',
    help: 'Heartbeat OperationalStatus, as Hyper-V codes it: 2 ok, 3 degraded, 7 non-recoverable, 12 no contact, 13 lost communication, 15 VM paused; 32896 disabled on the host. Absent while the VM has no heartbeat component.',
    labels: vm,
  },
  hvitals_vm_heartbeat_application_status: {
    name: 'hvitals_vm_heartbeat_application_status',
    type: 'gauge',
    help: 'Second entry of the heartbeat OperationalStatus, as Hyper-V codes it: 2 applications ok, 32775 protocol mismatch, 32782 application critical, 32783 timed out, 32784 failed. Absent where the guest does not say.',
    labels: vm,
  },
  hvitals_vm_integration_services_status: {
    name: 'hvitals_vm_integration_services_status',
    type: 'gauge',
    help: 'OperationalStatus of an integration service, as Hyper-V codes it: 2 ok, 3 degraded, 7 non-recoverable, 12 no contact, 13 lost communication; 32896 disabled on the host. Absent while the VM has no such component.',
    labels: [...vm, 'service'],
  },
  hvitals_vm_kvp_intrinsic_items: {
    name: 'hvitals_vm_kvp_intrinsic_items',
    type: 'gauge',
    help: 'Intrinsic KVP items that the guest reports about itself; 0 where its data exchange daemon does not answer. Absent while the VM has no KVP component or the service is disabled on the host.',
    labels: vm,
  },
  hvitals_vm_kvp_guest_items: {
    name: 'hvitals_vm_kvp_guest_items',
    type: 'gauge',
    help: 'KVP items that software in the guest has published, without those of the beacon. Absent while the VM has no KVP component or the service is disabled on the host.',
    labels: vm,
  },
  hvitals_vm_beacon_seen_timestamp_seconds: {
    name: 'hvitals_vm_beacon_seen_timestamp_seconds',
    type: 'gauge',
    help: "When the guest's beacon last advanced, Unix time by the clock of the host that read it, so that time() minus it is its age as far as that clock is right. Absent without a beacon.",
    unit: 'seconds',
    labels: vm,
  },
  hvitals_host_clock_offset_seconds: {
    name: 'hvitals_host_clock_offset_seconds',
    type: 'gauge',
    help: 'Clock of the host minus NTP time, by the server with the smallest bound; above 0 the host is ahead. Absent where no server answered.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_clock_offset_bound_seconds: {
    name: 'hvitals_host_clock_offset_bound_seconds',
    type: 'gauge',
    help: 'How far the true offset of the host can be from hvitals_host_clock_offset_seconds, to either side.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_clock_w32time_offset_seconds: {
    name: 'hvitals_host_clock_w32time_offset_seconds',
    type: 'gauge',
    help: 'Offset of the host as its own W32Time sees it, without a sign. Absent where the host does not count it.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_clock_resolution_seconds: {
    name: 'hvitals_host_clock_resolution_seconds',
    type: 'gauge',
    help: 'Step in which scripts on the host can read its clock; part of the bound.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_vm_finding: {
    name: 'hvitals_vm_finding',
    type: 'gauge',
    help: 'A finding that holds for the VM, named by its code label; always 1, and absent once it no longer holds. Stays as it was while the host is out of reach.',
    labels: [...vm, 'code', 'severity'],
  },
  hvitals_host_finding: {
    name: 'hvitals_host_finding',
    type: 'gauge',
    help: 'A finding that holds for the host itself, named by its code label; always 1, and absent once it no longer holds. Stays as it was while the host is out of reach.',
    labels: ['host', 'code', 'severity'],
  },
  hvitals_vm_clock_offset_seconds: {
    name: 'hvitals_vm_clock_offset_seconds',
    type: 'gauge',
    help: 'Clock of the guest minus its reference, which is NTP time or the clock of its host; positive where the guest is ahead.',
    unit: 'seconds',
    labels: [...vm, 'reference'],
  },
  hvitals_vm_clock_offset_bound_seconds: {
    name: 'hvitals_vm_clock_offset_bound_seconds',
    type: 'gauge',
    help: 'Half width of the interval around hvitals_vm_clock_offset_seconds in which the true offset lies.',
    unit: 'seconds',
    labels: [...vm, 'reference'],
  },
  hvitals_vm_clock_frequency_ppm: {
    name: 'hvitals_vm_clock_frequency_ppm',
    type: 'gauge',
    help: 'Rate at which the clock of the guest would drift if its time daemon did not correct it, in parts per million; positive where it runs fast.',
    unit: 'ppm',
    labels: vm,
  },
  hvitals_vm_power_last_event_code: {
    name: 'hvitals_vm_power_last_event_code',
    type: 'gauge',
    help: 'Number of the last event in the logs of the host that tells of the power of the VM: 18500 started, 18502 turned off, 18504 shut down by the service, 18508 by the guest, 18590 crashed; the page of the collector has all.',
    labels: vm,
  },
  hvitals_vm_power_last_event_timestamp_seconds: {
    name: 'hvitals_vm_power_last_event_timestamp_seconds',
    type: 'gauge',
    help: 'Unix time of that event by the clock of its host.',
    unit: 'seconds',
    labels: vm,
  },
  hvitals_host_power_log_readable: {
    name: 'hvitals_host_power_log_readable',
    type: 'gauge',
    help: 'Whether the event log could be read in the last scrape.',
    labels: ['host', 'channel'],
  },
  hvitals_host_power_log_gaps_total: {
    name: 'hvitals_host_power_log_gaps_total',
    type: 'counter',
    help: 'How often records of the event log were lost before they could be read: it was emptied, rolled over or begun anew.',
    labels: ['host', 'channel'],
  },
  hvitals_host_power_unknown_events_total: {
    name: 'hvitals_host_power_unknown_events_total',
    type: 'counter',
    help: 'Events of Hyper-V in the log with a number that hvitals does not know. At most 20 numbers of one log are told apart.',
    labels: ['host', 'channel', 'event_id'],
  },
  hvitals_host_info: {
    name: 'hvitals_host_info',
    type: 'info',
    help: 'Identity of the host: its version of Windows, the kind of network that live migration is set up for, and its cluster. Always 1.',
    labels: ['host', 'version', 'migration_network', 'cluster'],
  },
  hvitals_host_boot_time_seconds: {
    name: 'hvitals_host_boot_time_seconds',
    type: 'gauge',
    help: 'Unix time at which the host was started, by its clock.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_memory_bytes: {
    name: 'hvitals_host_memory_bytes',
    type: 'gauge',
    help: 'Memory that Windows on the host sees.',
    unit: 'bytes',
    labels: ['host'],
  },
  hvitals_host_memory_free_bytes: {
    name: 'hvitals_host_memory_free_bytes',
    type: 'gauge',
    help: 'Memory of the host that nothing uses, in steps of a fiftieth of hvitals_host_memory_bytes.',
    unit: 'bytes',
    labels: ['host'],
  },
  hvitals_host_live_migration_ready: {
    name: 'hvitals_host_live_migration_ready',
    type: 'gauge',
    help: 'Whether live migrations can be expected to work by what the host is set up as, 1 or 0; its page says what stands in the way. Absent where Hyper-V did not say.',
    labels: ['host'],
  },
  hvitals_host_cluster_node_state: {
    name: 'hvitals_host_cluster_node_state',
    type: 'gauge',
    help: 'State of the host as a node of its cluster: 1 for the one that holds, 0 for the others. Absent where it is in no cluster.',
    labels: ['host', 'state'],
  },
  hvitals_host_cluster_node_drain: {
    name: 'hvitals_host_cluster_node_drain',
    type: 'gauge',
    help: 'Whether the roles of the node are being moved away: 1 for the state that holds, 0 for the others. Absent where it is in no cluster.',
    labels: ['host', 'state'],
  },
  hvitals_host_migration_running: {
    name: 'hvitals_host_migration_running',
    type: 'gauge',
    help: 'Migration jobs that run with this host as their source, storage migrations among them.',
    labels: ['host'],
  },
  hvitals_host_migration_last_finished_timestamp_seconds: {
    name: 'hvitals_host_migration_last_finished_timestamp_seconds',
    type: 'gauge',
    help: 'When a migration from or to this host finished last, by its clock, since hvitals watches it. Absent where none did.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_migration_last_failed_timestamp_seconds: {
    name: 'hvitals_host_migration_last_failed_timestamp_seconds',
    type: 'gauge',
    help: 'When a migration from or to this host failed or was refused last, by its clock, since hvitals watches it. Absent where none did.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_migration_last_blackout_seconds: {
    name: 'hvitals_host_migration_last_blackout_seconds',
    type: 'gauge',
    help: 'How long the VM stood still at the switch, in the live migration that the log of this host told of last.',
    unit: 'seconds',
    labels: ['host'],
  },
  hvitals_host_migration_log_readable: {
    name: 'hvitals_host_migration_log_readable',
    type: 'gauge',
    help: 'Whether the event log could be read for migrations, 1 or 0.',
    labels: ['host', 'channel'],
  },
  hvitals_finding_vms: {
    name: 'hvitals_finding_vms',
    type: 'gauge',
    help: 'VMs of the whole fleet that have the finding.',
    labels: ['code', 'severity'],
  },
  hvitals_scrape_success: {
    name: 'hvitals_scrape_success',
    type: 'gauge',
    help: 'Whether the last scrape of this collector on this host yielded a reading.',
    labels: scrape,
  },
  hvitals_scrape_outcome: {
    name: 'hvitals_scrape_outcome',
    type: 'gauge',
    help: 'Outcome of the last scrape; one series per host and collector, named by its outcome label, always 1.',
    labels: [...scrape, 'outcome'],
  },
  hvitals_scrape_duration_seconds: {
    name: 'hvitals_scrape_duration_seconds',
    type: 'gauge',
    help: 'How long the collector took on the host, by the clock of the host; the whole call where it failed.',
    unit: 'seconds',
    labels: scrape,
  },
  hvitals_scrape_last_success_timestamp_seconds: {
    name: 'hvitals_scrape_last_success_timestamp_seconds',
    type: 'gauge',
    help: 'Unix time of the last scrape that yielded a reading. Stays when the series of a host that is out of reach vanish.',
    unit: 'seconds',
    labels: scrape,
  },
  hvitals_scrape_reading_age_seconds: {
    name: 'hvitals_scrape_reading_age_seconds',
    type: 'gauge',
    help: 'Age of the reading that the samples of this collector and host come from.',
    unit: 'seconds',
    labels: scrape,
  },
  hvitals_scrape_interval_seconds: {
    name: 'hvitals_scrape_interval_seconds',
    type: 'gauge',
    help: 'Interval in force; above the configured one while the collector is slow or the host is out of reach.',
    unit: 'seconds',
    labels: scrape,
  },
} as const satisfies Record<string, MetricDefinition>;

/** Name of a metric of the catalogue. */
export type MetricName = keyof typeof catalog;
