import { componentGuids, type IntegrationService } from '#lib/model/integration-service.ts';
import { toGuestPairs } from '../../collectors/transport/simulated/guest-items.ts';
import { renderKvpItem } from '../../collectors/transport/simulated/kvp-item.ts';
import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import { captions, describeStatus } from './captions.ts';
import type { CimRow } from './cim-classes.ts';
import { templateRows } from './setting-rows.ts';
import { hasWorker } from './system-rows.ts';

/** How items are written; both are seen in the wild (hyperv-facts.md 1.1). */
export type KvpRendering = 'one-line' | 'indented';

/** What rows that move are of: true UTC milliseconds, and how items are written. */
export interface RowMoment {
  readonly now: number;
  readonly rendering: KvpRendering;
}

/** Runtime class of each service; its setting class is called the same with SettingData behind it (cim-facts.md 3). */
export const componentClasses: Readonly<Record<IntegrationService, string>> = {
  heartbeat: 'Msvm_HeartbeatComponent',
  kvp: 'Msvm_KvpExchangeComponent',
  shutdown: 'Msvm_ShutdownComponent',
  'time-synchronization': 'Msvm_TimeSyncComponent',
  vss: 'Msvm_VssComponent',
  'guest-service-interface': 'Msvm_GuestServiceInterfaceComponent',
};

/** Runtime rows of one service: only where a worker process runs. */
export function componentRows(host: SimulatedHost, service: IntegrationService, { now, rendering }: RowMoment): CimRow[] {
  return host.vms.filter(hasWorker).map((vm) => {
    const status = operationalStatus(vm, service);
    return {
      SystemName: systemName(vm, service),
      SystemCreationClassName: 'Msvm_ComputerSystem',
      CreationClassName: componentClasses[service],
      // The same for every VM, unlike what the documents say (cim-facts.md 0.1).
      DeviceID: `Microsoft:${componentGuids[service].toUpperCase()}`,
      ElementName: service === 'heartbeat' ? captions[host.language].heartbeat : service,
      EnabledState: vm.services[service].enabled ? 2 : 3,
      HealthState: 5,
      OperationalStatus: status,
      StatusDescriptions: describeStatus(host.language, status),
      ...(service === 'kvp' ? exchangeItems(vm, toGuestPairs(vm, host, now), rendering) : {}),
    };
  });
}

/** The heartbeat of a paused VM says so, whatever its guest last said (cim-facts.md 3.1). */
function operationalStatus(vm: SimulatedVm, service: IntegrationService): readonly number[] {
  return vm.state === 9 && service === 'heartbeat' ? [15] : vm.services[service].status;
}

/** Letter case of ids differs between classes, even on one host (cim-facts.md 0.1). */
function systemName(vm: SimulatedVm, service: IntegrationService): string {
  return service === 'kvp' || service === 'vss' ? vm.id : vm.id.toUpperCase();
}

function exchangeItems(vm: SimulatedVm, written: SimulatedVm['kvp']['guest'], rendering: KvpRendering): CimRow {
  const guest = [...toItems('guest', written, rendering), ...vm.kvp.rawGuestItems];
  const intrinsic = toItems('intrinsic', vm.kvp.intrinsic, rendering);
  return { GuestExchangeItems: orNothing(vm, guest), GuestIntrinsicExchangeItems: orNothing(vm, intrinsic) };
}

/** No items come as null, as an empty array, or as one empty text (cim-facts.md 13.1). */
function orNothing(vm: SimulatedVm, items: readonly string[]): readonly string[] | null {
  if (items.length > 0) return items;
  if (!vm.services.kvp.enabled) return null;
  return vm.services.kvp.status[0] === 12 ? [] : [''];
}

/** Setting rows of one service: every VM in any state, every checkpoint, templates and a pool (cim-facts.md 3.2). */
export function componentSettingRows(host: SimulatedHost, service: IntegrationService, rendering: KvpRendering): CimRow[] {
  const guid = componentGuids[service].toUpperCase();
  const fields: CimRow = {
    ResourceType: 1,
    ElementName: service === 'heartbeat' ? captions[host.language].heartbeat : service,
    ...(service === 'heartbeat' ? { ErrorThreshold: 2, Interval: 2_000, Latency: 1_000 } : {}),
    ...(service === 'guest-service-interface' ? { DefaultEnabledStatePolicy: 3 } : {}),
  };
  const byDefault = { ...fields, EnabledState: service === 'guest-service-interface' ? 3 : 2 };
  const of = (id: string, vm: SimulatedVm): CimRow => ({
    ...fields,
    InstanceID: `Microsoft:${id.toUpperCase()}\\${guid}`,
    EnabledState: vm.services[service].enabled ? 2 : 3,
    ...(service === 'kvp' ? hostItems(vm, rendering) : {}),
  });
  return [
    ...templateRows(guid, byDefault),
    ...host.vms.flatMap((vm) => [of(vm.id, vm), ...vm.checkpoints.map((checkpoint) => of(checkpoint.id, vm))]),
  ];
}

function hostItems(vm: SimulatedVm, rendering: KvpRendering): CimRow {
  const items = toItems('host', vm.kvp.host, rendering);
  return { HostExchangeItems: items.length === 0 ? null : items, HostOnlyItems: [], DisableHostKVPItems: true };
}

function toItems(block: 'intrinsic' | 'guest' | 'host', items: SimulatedVm['kvp']['guest'], rendering: KvpRendering): string[] {
  return items.map(([key, value]) => {
    const line = renderKvpItem(block, key, value);
    return rendering === 'one-line' ? line : indent(line);
  });
}

/** The published indented form: each element on its own line; texts inside VALUE stay as they are. */
function indent(line: string): string {
  return line
    .replaceAll('<PROPERTY ', '\n  <PROPERTY ')
    .replaceAll('"><VALUE>', '">\n    <VALUE>')
    .replaceAll('</VALUE></PROPERTY>', '</VALUE>\n  </PROPERTY>')
    .replace(/<\/INSTANCE>$/, '\n</INSTANCE>\n');
}
