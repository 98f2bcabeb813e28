/** Bytes of an NTP packet without extensions (RFC 5905 section 7.3). */
const packetBytes = 48;
/** Seconds from 1900-01-01 to 1970-01-01 (RFC 5905, figure 4). */
const unixEpochSeconds = 2_208_988_800n;
const eraSeconds = 2n ** 32n;
const nanosecondsPerSecond = 1_000_000_000n;

/** An NTP packet as it came, nothing of it judged. Timestamps are 64 bits: seconds of an unnamed era, and a binary fraction. */
export interface NtpPacket {
  readonly leap: number;
  readonly version: number;
  readonly mode: number;
  readonly stratum: number;
  /** Seconds; the step in which the sender reads its clock. */
  readonly precisionSeconds: number;
  readonly rootDelaySeconds: number;
  readonly rootDispersionSeconds: number;
  /** 32 bits, whose meaning depends on the stratum. */
  readonly referenceId: number;
  readonly originate: bigint;
  readonly receive: bigint;
  readonly transmit: bigint;
}

/** The request of a client: version 4, mode 3, and nothing else but the transmit timestamp, which the answer has to bring back. */
export function buildRequest(transmit: bigint): Uint8Array {
  const bytes = new Uint8Array(packetBytes);
  bytes[0] = (4 << 3) | 3;
  new DataView(bytes.buffer).setBigUint64(40, transmit);
  return bytes;
}

/** Reads the header; undefined where the bytes are too few. What follows it (extensions, a MAC) is not looked at. */
export function parsePacket(bytes: Uint8Array): NtpPacket | undefined {
  if (bytes.length < packetBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(0);
  return {
    leap: first >> 6,
    version: (first >> 3) & 7,
    mode: first & 7,
    stratum: view.getUint8(1),
    precisionSeconds: 2 ** view.getInt8(3),
    // The root delay is signed in old versions; a negative one means nothing.
    rootDelaySeconds: Math.max(0, view.getInt32(4) / 0x1_0000),
    rootDispersionSeconds: view.getUint32(8) / 0x1_0000,
    referenceId: view.getUint32(12),
    originate: view.getBigUint64(24),
    receive: view.getBigUint64(32),
    transmit: view.getBigUint64(40),
  };
}

/** Unix nanoseconds → NTP timestamp, whatever era the moment is in (era 1 begins in 2036). Rounded to the next fraction. */
export function toNtpTimestamp(unixNanoseconds: bigint): bigint {
  const scaled = (unixNanoseconds << 32n) + nanosecondsPerSecond / 2n;
  // Division of bigints rounds to zero; moments before 1970 need the floor.
  const quotient = scaled / nanosecondsPerSecond;
  const floor = scaled % nanosecondsPerSecond < 0n ? quotient - 1n : quotient;
  return BigInt.asUintN(64, floor + (unixEpochSeconds << 32n));
}

/**
 * NTP timestamp → Unix nanoseconds. A timestamp does not say its era (RFC 5905 section 6), so it is taken to be in the one that brings it
 * nearest to `near`, also Unix nanoseconds: right as long as both are less than 68 years apart.
 */
export function toUnixNanoseconds(timestamp: bigint, near: bigint): bigint {
  const fraction = timestamp & 0xffff_ffffn;
  const inEra0 =
    ((timestamp >> 32n) - unixEpochSeconds) * nanosecondsPerSecond + ((fraction * nanosecondsPerSecond + (1n << 31n)) >> 32n);
  const era = eraSeconds * nanosecondsPerSecond;
  const doubled = 2n * (near - inEra0) + era;
  const eras = doubled / (2n * era) - (doubled % (2n * era) < 0n ? 1n : 0n);
  return inEra0 + eras * era;
}
