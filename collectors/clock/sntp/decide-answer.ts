import type { SntpFailure } from '#lib/model/readings/clock.ts';
import { type NtpPacket, parsePacket, toUnixNanoseconds } from './packet.ts';

/** An answer is taken, or refused for a reason. */
export type AnswerDecision =
  | { readonly ok: true; readonly packet: NtpPacket }
  | {
      readonly ok: false;
      readonly failure: SntpFailure;
      /** The code of a kiss-o'-death, where it is one. */
      readonly kiss?: string;
    };

/** Beyond this a server knows nothing of the time (RFC 5905: MAXDISP of appendix A.5.1.1, with which a packet is thrown away). */
const longestRootDistanceSeconds = 16;
/** Strata from here on mean unsynchronised, or nothing (RFC 5905, figure 11). */
const firstBadStratum = 16;

/**
 * Judges the bytes of an answer to a request with this transmit timestamp (RFC 5905 sections 7.3, 7.4 and 8). Pure, and safe on any bytes.
 * The first check that fails gives the reason; whether it answers our question stands before everything that a stranger could say.
 */
export function decideAnswer(bytes: Uint8Array, sentTransmit: bigint): AnswerDecision {
  const packet = parsePacket(bytes);
  if (packet === undefined) return refuse('malformed');
  if (packet.mode !== 4) return refuse('wrong-mode');
  if (packet.originate !== sentTransmit || sentTransmit === 0n) return refuse('not-ours');
  if (packet.version < 1 || packet.version > 4) return refuse('malformed');
  if (packet.stratum === 0) {
    const kiss = toKissCode(packet.referenceId);
    return { ok: false, failure: 'kiss-of-death', ...(kiss === undefined ? {} : { kiss }) };
  }
  if (packet.leap === 3) return refuse('unsynchronised');
  if (packet.stratum >= firstBadStratum) return refuse('bad-stratum');
  if (packet.transmit === 0n || packet.receive === 0n || holdNanoseconds(packet) < 0n) return refuse('malformed');
  if (rootDistanceSeconds(packet) >= longestRootDistanceSeconds) return refuse('bad-distance');
  return { ok: true, packet };
}

/** How far the server's own time can be from true time (RFC 5905 section 10): half the way to its source, and what it has lost since. */
export function rootDistanceSeconds({ rootDelaySeconds, rootDispersionSeconds }: NtpPacket): number {
  return rootDelaySeconds / 2 + rootDispersionSeconds;
}

/** How long the server says that it held the request. */
function holdNanoseconds({ receive, transmit }: NtpPacket): bigint {
  const received = toUnixNanoseconds(receive, 0n);
  return toUnixNanoseconds(transmit, received) - received;
}

/** Four ASCII letters, such as RATE (RFC 5905 section 7.4); undefined for anything else. */
function toKissCode(referenceId: number): string | undefined {
  const code = toBytes(referenceId)
    .map((byte) => String.fromCharCode(byte))
    .join('');
  return /^[A-Z0-9]{4}$/.test(code) ? code : undefined;
}

/** What the server follows: a name such as GPS at stratum 1, else an address or what stands in for one (RFC 5905, figure 12). */
export function toReferenceId({ referenceId, stratum }: Pick<NtpPacket, 'referenceId' | 'stratum'>): string {
  const bytes = toBytes(referenceId);
  const name = String.fromCharCode(...bytes).replace(/\0+$/, '');
  return stratum === 1 && /^[\x21-\x7e]{1,4}$/.test(name) ? name : bytes.join('.');
}

function toBytes(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 255);
}

function refuse(failure: SntpFailure): AnswerDecision {
  return { ok: false, failure };
}
