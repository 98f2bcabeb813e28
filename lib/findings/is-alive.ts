import type { Part } from '../derive/vm-facts.ts';
import type { HeartbeatReading } from '../model/readings/heartbeat.ts';

/**
 * Whether the guest's heartbeat answered (2 ok, 3 degraded) when another reading was taken. `unknown` where the heartbeat changed
 * after that: a guest that has just come back answers here while the older reading still shows its silence.
 * @param readAt when the other reading was taken, UTC milliseconds
 */
export function isAliveAt(heartbeat: Part<HeartbeatReading> | undefined, readAt: number | null): 'yes' | 'no' | 'unknown' {
  const primary = heartbeat?.reading.primary;
  if (heartbeat === undefined || (primary !== 2 && primary !== 3)) return 'no';
  return readAt === null || heartbeat.changedAt > readAt ? 'unknown' : 'yes';
}
