import type { NtpServerReading, SntpFailure } from '#lib/model/readings/clock.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { chooseBest, type Measurement } from './choose-best.ts';
import { toReferenceId } from './decide-answer.ts';

/** Why an exchange gave nothing. */
export interface FailedExchange {
  readonly failure: SntpFailure;
  /** The code of a kiss-o'-death. */
  readonly kiss?: string;
}

/** What is known of a server: the best of its exchanges, or why there is none. Pure. */
export function toServerReading(server: string, measurements: readonly Measurement[], failed: FailedExchange): NtpServerReading {
  const best = chooseBest(measurements);
  if (best === undefined) return withoutUndefined({ server, failure: failed.failure, kiss: failed.kiss });
  const { offset, delaySeconds, packet } = best;
  const { stratum } = packet;
  // With a kiss it answered, and also said that it wants to be asked less.
  return withoutUndefined({ server, offset, delaySeconds, stratum, referenceId: toReferenceId(packet), kiss: failed.kiss });
}
