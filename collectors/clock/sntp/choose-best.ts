import type { Offset } from '#lib/model/clock.ts';
import { rootDistanceSeconds } from './decide-answer.ts';
import { type NtpPacket, toUnixNanoseconds } from './packet.ts';

/** One exchange whose answer was taken. Times are Unix nanoseconds of the asking clock. */
export interface Exchange {
  /** When the request left (T1) and when the answer came (T4). */
  readonly sentAt: bigint;
  readonly receivedAt: bigint;
  readonly packet: NtpPacket;
}

/** What an exchange says of the asking clock. */
export interface Measurement {
  /** The asking clock against the server. */
  readonly offset: Offset;
  readonly delaySeconds: number;
  readonly packet: NtpPacket;
}

/**
 * Offset and delay from T1 to T4 (RFC 5905 section 8; the sign is turned, because ours is the clock minus its reference). The bound is half
 * the delay, so it holds whatever way the packets took, plus the resolution of both clocks and the server's root distance.
 * Undefined where the server says that it held the request for longer than the whole exchange took: such times are made up.
 */
export function measure({ sentAt, receivedAt, packet }: Exchange, resolutionSeconds: number): Measurement | undefined {
  const middle = sentAt + (receivedAt - sentAt) / 2n;
  const serverReceived = toUnixNanoseconds(packet.receive, middle);
  const serverSent = toUnixNanoseconds(packet.transmit, middle);
  const steps = resolutionSeconds + Math.min(1, packet.precisionSeconds);
  const delaySeconds = toSeconds(receivedAt - sentAt - (serverSent - serverReceived));
  if (receivedAt < sentAt || delaySeconds < -2 * steps) return undefined;
  const delay = Math.max(0, delaySeconds);
  return {
    offset: {
      seconds: toSeconds(sentAt - serverReceived + (receivedAt - serverSent)) / 2,
      boundSeconds: delay / 2 + steps + rootDistanceSeconds(packet),
    },
    delaySeconds: delay,
    packet,
  };
}

/** The measurement with the least delay: what waits in queues only adds to it, and asymmetrically (RFC 5905 section 10). */
export function chooseBest(measurements: readonly Measurement[]): Measurement | undefined {
  return measurements.reduce<Measurement | undefined>(
    (best, next) => (best === undefined || next.delaySeconds < best.delaySeconds ? next : best),
    undefined,
  );
}

/** Differences of two near moments fit a number; a clock that is centuries off is still right to the microsecond. */
function toSeconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9;
}
