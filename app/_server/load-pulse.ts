import { toFreshness } from '#app/_components/host/to-freshness.ts';
import { newestReading } from '#lib/derive/freshness.ts';
import type { ApiPulse } from '#lib/model/api/pulse.ts';
import { readFleet } from './read-fleet.ts';

/** What the head of every page says. Throws StoreError. */
export async function loadPulse(): Promise<ApiPulse> {
  const { revision, targets } = await readFleet();
  return {
    revision,
    targets: targets.length,
    simulated: targets.filter(({ transport }) => transport === 'simulated').length,
    newest: newestReading(targets.flatMap(({ scrapes }) => scrapes.map(toFreshness))) ?? null,
  };
}
