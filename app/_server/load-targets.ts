import type { ApiTargets } from '#lib/model/api/targets.ts';
import { readFleet } from './read-fleet.ts';

/** Targets by name, each with the last scrape of every collector. Throws StoreError. */
export async function loadTargets(): Promise<ApiTargets> {
  const { revision, targets } = await readFleet();
  return { revision, targets: [...targets] };
}
