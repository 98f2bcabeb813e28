/** Windows PowerShell's UtcNow may step by this much, so a host's time is not known better. */
const resolutionMs = 15.6;

/** Signed seconds, the host's clock minus this machine's, and how far off that can be. */
export interface ClockDifference {
  readonly offsetSeconds: number;
  readonly boundSeconds: number;
}

/**
 * The host read its clock at some moment between our request and its answer. The middle is the best guess, and half the time that
 * passed the error bound (as in RFC 5905 section 8, with unknown asymmetry). Arguments in UTC milliseconds. Pure.
 */
export function clockDifference(sentAt: number, hostTime: number, receivedAt: number): ClockDifference {
  return {
    offsetSeconds: (hostTime - (sentAt + receivedAt) / 2) / 1000,
    boundSeconds: ((receivedAt - sentAt) / 2 + resolutionMs) / 1000,
  };
}
