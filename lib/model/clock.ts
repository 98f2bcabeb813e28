import { z } from 'zod';

/**
 * Clocks, said once for code, pages and metrics.
 *
 * **Offset** is signed: the clock minus its reference, in seconds. Positive = the clock is ahead. Every offset carries a **bound**: the
 * true value lies within ± `boundSeconds` of it. For a reading of an NTP daemon the bound is root dispersion + root delay / 2 (RFC 5905,
 * root distance) + the resolution of the clock; for an exchange of our own it is half the round trip + the resolution + the server's
 * root distance. **Frequency** is the rate at which the clock would drift if nobody corrected it, in ppm, positive = it runs fast.
 */
export const offset = z.object({ seconds: z.number(), boundSeconds: z.number().nonnegative() });
export type Offset = z.infer<typeof offset>;

/** Programs that discipline a guest's clock. */
export const clockDaemons = ['chrony', 'ntpd', 'ntpsec', 'systemd-timesyncd', 'openntpd', 'w32time'] as const;
export type ClockDaemon = (typeof clockDaemons)[number];

/**
 * What a guest's clock follows: `host-ptp` the PTP clock that Hyper-V shows the guest (/dev/ptp_hyperv), `host-service` samples of the
 * time synchronization service itself (w32time's VMIC provider, the kernel on old Linux and on FreeBSD), `ntp` servers on a network,
 * `refclock` another clock at hand, `local` nothing but itself.
 */
export const clockSources = ['host-ptp', 'host-service', 'ntp', 'refclock', 'local'] as const;
export type ClockSource = (typeof clockSources)[number];

/** Whether a source hands down the time of the Hyper-V host, so that the host's own offset adds to the guest's. */
export function followsHost(source: ClockSource | undefined): boolean {
  return source === 'host-ptp' || source === 'host-service';
}

/** Adds two offsets: a clock against its reference, and that reference against another. Bounds add. */
export function addOffsets(a: Offset, b: Offset): Offset {
  return { seconds: a.seconds + b.seconds, boundSeconds: a.boundSeconds + b.boundSeconds };
}

/** The first clock against the second one, from both against a third. Bounds add. */
export function subtractOffsets(a: Offset, b: Offset): Offset {
  return { seconds: a.seconds - b.seconds, boundSeconds: a.boundSeconds + b.boundSeconds };
}
