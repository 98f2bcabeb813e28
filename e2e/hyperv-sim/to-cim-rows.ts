import { integrationServices } from '#lib/model/integration-service.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { CimRow } from './cim-classes.ts';
import { componentClasses, componentRows, componentSettingRows, type KvpRendering, type RowMoment } from './component-rows.ts';
import { hostRows, migrationJobRows, migrationServiceRows } from './migration-rows.ts';
import {
  elementSettingRows,
  processorSettingRows,
  replicationRows,
  serviceSettingRow,
  systemSettingRows,
} from './setting-rows.ts';
import { imageJobRows, logicalDiskRows, mediaRows, resourceRows } from './storage-rows.ts';
import {
  healthSummaryRow,
  hostSystemRow,
  imageServiceRow,
  managementServiceRow,
  plannedSystemRow,
  summaryRow,
  vmSystemRow,
} from './system-rows.ts';
import { timeServiceRows } from './time-rows.ts';

/** Rows by class name. */
export type CimRows = Readonly<Record<string, readonly CimRow[]>>;

/**
 * What a host in this condition answers at a moment (true UTC milliseconds), class by class (cim-facts.md 15). Without rights the virtualization classes give the host's own
 * rows only, and no error, while the health counters count on (cim-facts.md 13.2). Pure.
 */
export function toCimRows(host: SimulatedHost, now: number, rendering: KvpRendering = 'one-line'): CimRows {
  const shown: SimulatedHost = host.rights === 'none' ? { ...host, vms: [] } : host;
  const realized = shown.vms.filter(({ kind }) => kind === 'realized');
  const planned = shown.vms.filter(({ kind }) => kind === 'planned');
  return {
    Win32_PerfFormattedData_VmmsVirtualMachineStats_HyperVVirtualMachineHealthSummary: [healthSummaryRow(host.vms)],
    Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService: timeServiceRows(host),
    ...hostRows(host),
    Msvm_VirtualSystemManagementService: [managementServiceRow(host)],
    Msvm_ImageManagementService: [imageServiceRow(host)],
    Msvm_ComputerSystem: [hostSystemRow(host), ...realized.map((vm) => vmSystemRow(host, vm))],
    ...(host.rights === 'none' ? {} : ofVms(shown, { now, rendering })),
    Msvm_PlannedComputerSystem: planned.map((vm) => plannedSystemRow(host, vm)),
    Msvm_SummaryInformation: realized.map((vm) => summaryRow(host, vm)),
  };
}

function ofVms(host: SimulatedHost, moment: RowMoment): CimRows {
  return {
    Msvm_VirtualSystemManagementServiceSettingData: [serviceSettingRow(host)],
    Msvm_MigrationJob: migrationJobRows(host),
    ...migrationServiceRows(host),
    Msvm_VirtualSystemSettingData: systemSettingRows(host.vms),
    Msvm_ProcessorSettingData: processorSettingRows(host.vms),
    Msvm_ReplicationRelationship: replicationRows(host.vms),
    Msvm_ElementSettingData: elementSettingRows(host, host.vms),
    Msvm_ResourceAllocationSettingData: resourceRows(host),
    Msvm_StorageAllocationSettingData: mediaRows(host),
    Msvm_LogicalDisk: logicalDiskRows(host),
    Msvm_ConcreteJob: imageJobRows(host),
    ...Object.fromEntries(
      integrationServices.flatMap((service) => [
        [componentClasses[service], componentRows(host, service, moment)],
        [`${componentClasses[service]}SettingData`, componentSettingRows(host, service, moment.rendering)],
      ]),
    ),
  };
}
