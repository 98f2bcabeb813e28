import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure } from './choose-best.ts';
import { decideAnswer } from './decide-answer.ts';
import { buildRequest, parsePacket, toNtpTimestamp, toUnixNanoseconds } from './packet.ts';

const era = 2n ** 32n * 1_000_000_000n;
/** 1900 to 2170, so that two rollovers lie in it. */
const moment = fc.bigInt({ min: -2_208_988_800_000_000_000n, max: 6_311_433_600_000_000_000n });
const timestamp = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });

describe('timestamps', () => {
  it('come back from either side of an era, known to less than a nanosecond', () => {
    fc.assert(
      fc.property(moment, fc.bigInt({ min: -era / 2n + 10n, max: era / 2n - 10n }), (at, apart) => {
        const back = toUnixNanoseconds(toNtpTimestamp(at), at + apart);
        expect(back - at).toBeGreaterThanOrEqual(-1n);
        expect(back - at).toBeLessThanOrEqual(1n);
      }),
    );
  });

  it.each([
    ['2036-02-07T06:28:15.000Z', 0xffff_ffff_0000_0000n],
    ['2036-02-07T06:28:16.000Z', 0n],
    ['2036-02-07T06:28:17.500Z', 0x1_8000_0000n],
    ['1970-01-01T00:00:00.000Z', 0x83aa_7e80_0000_0000n],
  ])('are those of RFC 5905 at %s', (date, expected) => {
    const at = BigInt(Date.parse(date)) * 1_000_000n;
    expect(toNtpTimestamp(at)).toBe(expected);
    expect(toUnixNanoseconds(expected, at + 10n ** 15n)).toBe(at);
  });
});

describe('packets', () => {
  it('have a request that reads as what was asked', () => {
    fc.assert(
      fc.property(timestamp, (transmit) => {
        expect(parsePacket(buildRequest(transmit))).toMatchObject({ version: 4, mode: 3, leap: 0, stratum: 0, transmit });
      }),
    );
  });

  it('never make the decision throw, and are taken only where they answer what was asked', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 120 });
    fc.assert(
      fc.property(fc.oneof(bytes, fc.uint8Array({ minLength: 48, maxLength: 48 })), timestamp, (answer, sent) => {
        expect(decideAnswer(answer, sent).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 48, maxLength: 80 }), timestamp, (answer, sent) => {
        const view = new DataView(answer.buffer);
        view.setUint8(0, 0x24);
        view.setBigUint64(24, sent);
        const decision = decideAnswer(answer, sent);
        if (decision.ok) expect(decision.packet).toMatchObject({ mode: 4, originate: sent });
        else expect(decision.failure).not.toMatch(/not-ours|wrong-mode/);
      }),
    );
  });

  it('give a bound that covers the truth, however asymmetric the ways are, across the rollover too', () => {
    const way = fc.bigInt({ min: 0n, max: 2_000_000_000n });
    const rollover = 2_085_978_496_000_000_000n;
    fc.assert(
      fc.property(
        fc.bigInt({ min: rollover - 5_000_000_000n, max: rollover + 5_000_000_000n }),
        fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
        fc.tuple(way, way, way),
        (start, ahead, [there, held, back]) => {
          // The clock is ahead of the server by `ahead`.
          const receive = start - ahead + there;
          const packet = parsePacket(new Uint8Array(48));
          if (packet === undefined) throw new Error('no packet');
          const answered = {
            ...packet,
            precisionSeconds: 1e-9,
            receive: toNtpTimestamp(receive),
            transmit: toNtpTimestamp(receive + held),
          };
          const measured = measure({ sentAt: start, receivedAt: start + there + held + back, packet: answered }, 1e-6);
          const { seconds = Number.NaN, boundSeconds = 0 } = measured?.offset ?? {};
          expect(Math.abs(seconds - Number(ahead) / 1e9)).toBeLessThanOrEqual(boundSeconds);
          expect(measured?.delaySeconds).toBeCloseTo(Number(there + back) / 1e9, 6);
        },
      ),
    );
  });
});
