import { compareVms } from '#lib/derive/vm-order.ts';
import { freshnessOf } from '#lib/derive/vm-parts.ts';
import { type PackedVms, packVms, type VmHost } from '#lib/model/pack-vms.ts';
import { collectorOfSign, type FleetModel, type JudgedVm } from './fleet-model.ts';
import { currentModel, readFleet } from './read-fleet.ts';

/** What a browser holds: a revision in one life of the model. */
export interface VmListPosition {
  readonly life: string;
  readonly revision: number;
}

/** The list of VMs for a browser: what has changed since its position, or the whole list where it has none that is still known. Throws StoreError. */
export async function loadVmList(position: VmListPosition | undefined): Promise<PackedVms> {
  await readFleet();
  return packVmList(modelNow(), position);
}

/** The beginning of the list, so that a page can show something at once, and how long the list is. Throws StoreError. */
export async function loadVmListBeginning(most: number): Promise<{ readonly beginning: PackedVms; readonly total: number }> {
  await readFleet();
  const model = modelNow();
  const vms = inOrder(model).slice(0, most);
  const { life, rows } = model;
  const beginning = packVms({ life, revision: rows.revision, since: null, hosts: hostsOf(model, [], vms), vms, gone: [] });
  return { beginning, total: model.vms.size };
}

/** The same of a model. */
export function packVmList(model: FleetModel, position: VmListPosition | undefined): PackedVms {
  const head = { life: model.life, revision: model.rows.revision };
  const change = position?.life === model.life ? model.changes.since(position.revision) : undefined;
  if (position === undefined || change === undefined) {
    const vms = inOrder(model);
    return packVms({ ...head, since: null, hosts: hostsOf(model, model.targets.keys(), vms), vms, gone: [] });
  }
  const vms = [...change.vms].flatMap((vmId) => model.vms.get(vmId) ?? []);
  const gone = [...change.vms].filter((vmId) => !model.vms.has(vmId));
  return packVms({ ...head, since: position.revision, hosts: hostsOf(model, change.hosts, vms), vms, gone });
}

function modelNow(): FleetModel {
  const model = currentModel();
  if (model === undefined) throw new Error('The fleet was read and has no model.');
  return model;
}

function inOrder({ vms }: FleetModel): readonly JudgedVm[] {
  return [...vms.values()].toSorted(compareVms);
}

/** The named hosts, and those on which the VMs stand. A host that is gone has no ages and no labels. */
function hostsOf(model: FleetModel, names: Iterable<string>, vms: readonly JudgedVm[]): ReadonlyMap<string, VmHost> {
  const all = new Set([...names, ...vms.map(({ host }) => host)]);
  return new Map([...all].map((name) => [name, toVmHost(model, name)]));
}

function toVmHost({ rows, targets }: FleetModel, host: string): VmHost {
  const scrapes = rows.scrapes.get(host);
  const timed = (name: keyof typeof collectorOfSign) => freshnessOf(scrapes?.get(collectorOfSign[name]));
  return {
    labels: targets.get(host)?.labels ?? {},
    freshness: { power: timed('power'), heartbeat: timed('heartbeat'), services: timed('services'), kvp: timed('kvp') },
  };
}
