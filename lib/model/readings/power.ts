import { z } from 'zod';
import { fleetEventKinds } from '../fleet-event.ts';
import { eventChannels } from '../host-event.ts';

/** Kinds of events after which the guest had no chance to write its data. */
export const dirtyStops = ['turned-off', 'guest-crashed', 'triple-fault', 'stopped-critical', 'worker-died'] as const;
export type DirtyStopKind = (typeof dirtyStops)[number];

/** A stop of a VM that its guest did not agree to. */
export const dirtyStop = z.object({
  kind: z.enum(dirtyStops),
  /** Number of the event in the host's log. */
  eventId: z.number().int(),
  /** By the clock of the host, ISO 8601. */
  at: z.string(),
  /** When it was started again, ISO 8601; absent where the log has not told so. */
  backAt: z.string().optional(),
  /** Less than an hour ago when it was read. */
  recent: z.boolean(),
  /** What a crashed guest reported, as hexadecimal numbers. Guest-controlled. */
  codes: z.array(z.string().max(20)).max(5).optional(),
  /** The codes are those that Linux reports for a panic. */
  linuxPanic: z.literal(true).optional(),
});
export type DirtyStop = z.infer<typeof dirtyStop>;

/** What a host's event logs say of the power of one VM. */
export const powerReading = z.object({
  /** The last event that says something of it. */
  last: z.object({
    kind: z.enum(fleetEventKinds.power),
    eventId: z.number().int(),
    at: z.string(),
    /** Whether someone meant it: the guest, the shutdown service, a save. Nobody can tell for what was done on the host without the guest. */
    expected: z.enum(['yes', 'no', 'unknown']),
  }),
  /** Absent where the last stop was a clean one, or is long over. */
  dirty: dirtyStop.optional(),
});
export type PowerReading = z.infer<typeof powerReading>;

/** The event logs of a host that tell of power. */
export const powerHostReading = z.object({
  logs: z.array(
    z.object({
      channel: z.enum(eventChannels),
      readable: z.boolean(),
      /** Why not, in a sentence that may hold text of the host. */
      reason: z.string().max(500).optional(),
      /** How often records were lost before they could be read. */
      gaps: z.number().int().nonnegative(),
    }),
  ),
  /** Events with numbers that hvitals does not know, counted since it watches. */
  unknown: z.array(z.object({ channel: z.enum(eventChannels), eventId: z.number().int(), count: z.number().int().positive() })),
});
export type PowerHostReading = z.infer<typeof powerHostReading>;
