import { certainSeconds } from '../derive/host-clock.ts';
import { type ClockFacts, hostOffset, vmClock } from '../derive/vm-clock.ts';
import { highOffsetSeconds } from './clock-evidence.ts';
import { sampleLimitSeconds } from './time-sync-conflict.ts';

/** No rule looks at an offset that is smaller than this for certain. */
const calmSeconds = Math.min(highOffsetSeconds, sampleLimitSeconds);

/**
 * Whether every offset of a VM's clock and its host's is within what all rules let pass, or none is looked at. As long as this is true
 * before and after, a new reading of the host's clock alone changes no judgement: nothing but the offsets moves with it. Pure.
 */
export function isCalmClock(facts: ClockFacts): boolean {
  const clock = vmClock(facts);
  // Without a clock, and by a beacon that stands still, rules about clocks say what they say whatever the host's clock is.
  if (clock === undefined || clock.stale) return true;
  return [clock.vsNtp, clock.vsHost, hostOffset(facts)].every(
    (offset) => offset === undefined || certainSeconds(offset) <= calmSeconds,
  );
}
