import { z } from 'zod';
import { offset } from '../clock.ts';

/** Why an NTP answer was not taken, or none came. Words of collectors/clock/sntp. */
export const sntpFailures = [
  'timeout',
  'unreachable',
  'unresolved',
  'malformed',
  'wrong-mode',
  'not-ours',
  'unsynchronised',
  'kiss-of-death',
  'bad-stratum',
  'bad-distance',
] as const;
export type SntpFailure = (typeof sntpFailures)[number];

/** One NTP server asked by the host's own clock: its best exchange, or why there is none. */
export const ntpServerReading = z.object({
  server: z.string(),
  /** The host's clock against this server. */
  offset: offset.optional(),
  delaySeconds: z.number().nonnegative().optional(),
  stratum: z.number().int().optional(),
  referenceId: z.string().optional(),
  failure: z.enum(sntpFailures).optional(),
  /** The code of a kiss-o'-death, such as RATE. */
  kiss: z.string().optional(),
});
export type NtpServerReading = z.infer<typeof ntpServerReading>;

/** The clock of a Hyper-V host. */
export const clockHostReading = z.object({
  /** Where the servers below come from: the configuration, the host's own W32Time setting, or nowhere. */
  serversFrom: z.enum(['configured', 'w32time', 'none']),
  servers: z.array(ntpServerReading),
  /** W32Time's Type: NTP, NT5DS (domain hierarchy), AllSync or NoSync. Absent where it could not be read. */
  syncType: z.string().max(32).optional(),
  /** The performance class of W32Time (cim-facts.md 12); absent where the host has none. */
  w32time: z
    .object({
      /** Without sign. */
      offsetMagnitudeSeconds: z.number().nonnegative(),
      roundtripSeconds: z.number().nonnegative().optional(),
      sourceCount: z.number().int().nonnegative().optional(),
    })
    .optional(),
  /** The step in which the host's clock can be read. */
  resolutionSeconds: z.number().nonnegative(),
});
export type ClockHostReading = z.infer<typeof clockHostReading>;
