import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { type Rig, start } from './daemon-rig.ts';

/** Findings in the store: the number of the VM, the code, and how many seconds after the start of the story it was found. */
export async function heldFindings({ store }: Pick<Rig, 'store'>): Promise<(readonly [number, string, number])[]> {
  const found = await store.listFindings();
  return found.map(({ vmId, code, since }) => [Number(vmId.slice(-3)), code, Math.round((since - start) / 1_000)] as const);
}

/** Finding series of `/metrics` as `name code severity`, in order. */
export async function findingSeries({ scrape }: Pick<Rig, 'scrape'>): Promise<string[]> {
  const line = /^hvitals_vm_finding\{vm_id="[^"]*",vm="([^"]*)",code="([^"]*)",severity="([^"]*)"\} 1$/gm;
  return [...(await scrape()).matchAll(line)].map(([, name, code, severity]) => `${name} ${code} ${severity}`).toSorted();
}

/** The VM with its shutdown service switched off on the host. */
export function withoutShutdown(vm: SimulatedVm): SimulatedVm {
  return { ...vm, services: { ...vm.services, shutdown: { enabled: false, status: [2] } } };
}
