import { z } from 'zod';
import { clockDaemons, clockSources, offset } from '../clock.ts';
import { ntpServerReading } from '../readings/clock.ts';
import { apiFreshness } from './vital-sign.ts';

/** The clock of a VM, joined from its beacon and its host's clock (lib/derive/vm-clock.ts). Texts are guest-controlled. */
export const apiVmClock = z.object({
  /** The guest's clock against NTP time; null where nothing proves it. */
  vsNtp: offset.nullable(),
  /** The guest's clock against its host's. */
  vsHost: offset.nullable(),
  /**
   * What the offsets rest on: the guest's NTP daemon, or only the moment at which the beacon wrote, which is good for gross errors.
   * Null where there is none.
   */
  basis: z.enum(['daemon', 'timestamp']).nullable(),
  daemon: z.enum(clockDaemons).nullable(),
  daemons: z.array(z.enum(clockDaemons)),
  source: z.enum(clockSources).nullable(),
  reference: z.string().nullable(),
  synchronised: z.boolean().nullable(),
  stratum: z.number().int().nullable(),
  frequencyPpm: z.number().nullable(),
  /** Whether the host offers time synchronization to this VM. */
  timeSyncOffered: z.boolean().nullable(),
  /** The beacon stands still: what it says is as old as `saidAt`. */
  stale: z.boolean(),
  /** When the beacon's last write was seen, UTC milliseconds by the host's clock. */
  saidAt: z.number().nullable(),
});
export type ApiVmClock = z.infer<typeof apiVmClock>;

/** The clock of a host (lib/derive/host-clock.ts). */
export const apiHostClock = z.object({
  /** Against NTP; null where no server answered, or none is known. */
  vsNtp: offset.nullable(),
  /** The server that `vsNtp` rests on. */
  server: z.string().nullable(),
  serversFrom: z.enum(['configured', 'w32time', 'none']),
  servers: z.array(ntpServerReading),
  syncType: z.string().nullable(),
  /** W32Time's own word, without a sign. */
  magnitudeSeconds: z.number().nullable(),
  resolutionSeconds: z.number(),
});
export type ApiHostClock = z.infer<typeof apiHostClock>;

/** Answer of `/api/v1/clocks`: all hosts, and the VMs whose clocks are known to be furthest off, worst first. */
export const apiClocks = z.object({
  revision: z.number().int(),
  hosts: z.array(
    z.object({
      host: z.string(),
      clock: apiHostClock.nullable(),
      freshness: apiFreshness,
      /** Codes of the findings about this host's clock. */
      findings: z.array(z.string()),
      /** VMs that it owns, and how many of them have a clock that is known. */
      vms: z.number().int(),
      knownVms: z.number().int(),
    }),
  ),
  vms: z.object({
    total: z.number().int(),
    /** VMs with an offset against NTP or their host. */
    known: z.number().int(),
    /** How many known clocks are off by at most so many seconds, against NTP where known, else against the host. */
    spread: z.array(z.object({ upToSeconds: z.number().nullable(), vms: z.number().int() })),
    /** At most `limit` of the request. */
    rows: z.array(
      z.object({
        vmId: z.string(),
        /** Guest- or admin-controlled text. */
        name: z.string(),
        host: z.string(),
        clock: apiVmClock,
        freshness: apiFreshness,
        findings: z.array(z.string()),
      }),
    ),
  }),
});
export type ApiClocks = z.infer<typeof apiClocks>;
