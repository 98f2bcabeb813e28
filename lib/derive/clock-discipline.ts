import { followsHost } from '#lib/model/clock.ts';
import type { VmClock } from './vm-clock.ts';

/** What keeps a guest's clock, as far as its beacon and its host tell. */
export type ClockDiscipline =
  /** A daemon that is synchronised. */
  | 'daemon'
  /** The guest's kernel, or W32Time's own provider, by the samples of the host's time synchronization service. */
  | 'host-samples'
  /** A daemon runs and has no time to follow. */
  | 'unsynchronised'
  | 'nothing'
  /** The beacon does not say enough. */
  | 'unknown';

type Said = Pick<VmClock, 'daemon' | 'daemons' | 'source' | 'synchronised' | 'leap' | 'hostSamples' | 'timeSyncOffered'>;

/**
 * Decides it. Linux since 4.13 or so, as the beacon tells by `hostSamples: never`, takes the host's time at start, after a pause and
 * after a save, and no more: the service by itself then keeps no clock (hyperv-facts.md 8.1). Pure.
 */
export function clockDiscipline(clock: Said): ClockDiscipline {
  const { daemon, daemons, source, synchronised, leap } = clock;
  const running = daemon !== undefined || daemons.length > 0;
  if (running && synchronised === true && leap !== 3 && source !== 'local') return 'daemon';
  if (samplesClock(clock) || (source === 'host-service' && synchronised !== false)) return 'host-samples';
  if (!running) return source === undefined || source === 'local' ? 'nothing' : 'unknown';
  return synchronised === false || leap === 3 || source === 'local' ? 'unsynchronised' : 'unknown';
}

/** Whether the guest sets its clock by the host's samples, where the host sends any. */
export function samplesClock({ hostSamples, timeSyncOffered }: Pick<VmClock, 'hostSamples' | 'timeSyncOffered'>): boolean {
  return (hostSamples === 'every' || hostSamples === 'large') && timeSyncOffered !== false;
}

/** Whether a synchronised daemon takes its time from somewhere else than the host. */
export function followsOthers(clock: Said): boolean {
  return clockDiscipline(clock) === 'daemon' && clock.source !== undefined && !followsHost(clock.source);
}
