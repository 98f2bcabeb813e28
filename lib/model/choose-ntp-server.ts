import type { Offset } from './clock.ts';
import type { NtpServerReading } from './readings/clock.ts';

/** A server that answered. */
export interface AnsweredServer {
  readonly server: string;
  readonly offset: Offset;
}

/**
 * Which server a host's offset rests on: the one with the smallest bound among those that most servers agree with, as NTP's
 * selection does in the large (RFC 5905, 11.2.1): one falseticker among three must not decide what a host's clock is. Where no
 * majority agrees, the smallest bound decides alone. Undefined where nobody answered. Pure.
 */
export function chooseNtpServer(servers: readonly NtpServerReading[]): AnsweredServer | undefined {
  const answered = servers.flatMap(({ server, offset }) => (offset === undefined ? [] : [{ server, offset }]));
  const truechimers = answered.filter(
    (one) => 2 * answered.filter((other) => agree(one.offset, other.offset)).length > answered.length,
  );
  const candidates = truechimers.length > 0 ? truechimers : answered;
  return candidates.toSorted((a, b) => a.offset.boundSeconds - b.offset.boundSeconds || (a.server < b.server ? -1 : 1))[0];
}

/** Whether both can be true at once. */
export function agree(a: Offset, b: Offset): boolean {
  return Math.abs(a.seconds - b.seconds) <= a.boundSeconds + b.boundSeconds;
}
