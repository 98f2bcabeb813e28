import { describe, expect, it } from 'vitest';
import { decideAnswer, toReferenceId } from './decide-answer.ts';
import { createFineClock } from './fine-clock.ts';
import { toNtpTimestamp } from './packet.ts';

const sent = 0x0123_4567_89ab_cdefn;
const now = toNtpTimestamp(BigInt(Date.UTC(2026, 10, 23)) * 1_000_000n);

/** A good answer with one thing changed. */
function answer(change: (view: DataView) => void = () => undefined): Uint8Array {
  const view = new DataView(new ArrayBuffer(48));
  view.setUint8(0, 0x24);
  view.setUint8(1, 2);
  view.setInt8(3, -20);
  view.setBigUint64(24, sent);
  view.setBigUint64(32, now);
  view.setBigUint64(40, now + 1_000n);
  change(view);
  return new Uint8Array(view.buffer);
}

describe('an answer', () => {
  it('is taken where nothing is wrong with it, from version 3 too', () => {
    expect(decideAnswer(answer(), sent).ok).toBe(true);
    expect(
      decideAnswer(
        answer((view) => view.setUint8(0, 0x1c)),
        sent,
      ).ok,
    ).toBe(true);
  });

  it.each<[string, string, (view: DataView) => void]>([
    ['wrong-mode', 'a request', (view) => view.setUint8(0, 0x23)],
    ['wrong-mode', 'a broadcast', (view) => view.setUint8(0, 0x25)],
    ['malformed', 'a version that is none', (view) => view.setUint8(0, 0x3c)],
    ['not-ours', 'another originate timestamp', (view) => view.setBigUint64(24, sent + 1n)],
    ['not-ours', 'no originate timestamp', (view) => view.setBigUint64(24, 0n)],
    ['unsynchronised', 'leap 3', (view) => view.setUint8(0, 0xe4)],
    ['bad-stratum', 'stratum 16', (view) => view.setUint8(1, 16)],
    ['malformed', 'no transmit timestamp', (view) => view.setBigUint64(40, 0n)],
    ['malformed', 'no receive timestamp', (view) => view.setBigUint64(32, 0n)],
    ['malformed', 'sent before it was asked', (view) => view.setBigUint64(40, now - 2n ** 32n)],
    ['bad-distance', 'a root that is too far', (view) => view.setUint32(4, 32 << 16)],
    ['bad-distance', 'a root that is too uncertain', (view) => view.setUint32(8, 16 << 16)],
  ])('is refused as %s: %s', (failure, _what, change) => {
    expect(decideAnswer(answer(change), sent)).toEqual({ ok: false, failure });
  });

  it('is refused where it is too short', () => {
    expect(decideAnswer(answer().subarray(0, 47), sent)).toEqual({ ok: false, failure: 'malformed' });
  });

  it('is a kiss with its code, unless the code is no code, and not where it does not answer us', () => {
    const kiss = (code: string) => (view: DataView) => {
      view.setUint8(0, 0xe4);
      view.setUint8(1, 0);
      for (let at = 0; at < 4; at += 1) view.setUint8(12 + at, code.charCodeAt(at));
    };
    expect(decideAnswer(answer(kiss('RATE')), sent)).toEqual({ ok: false, failure: 'kiss-of-death', kiss: 'RATE' });
    expect(decideAnswer(answer(kiss('<b>&')), sent)).toEqual({ ok: false, failure: 'kiss-of-death' });
    expect(decideAnswer(answer(kiss('RATE')), sent + 1n)).toEqual({ ok: false, failure: 'not-ours' });
  });

  it('names what its server follows', () => {
    expect(toReferenceId({ referenceId: 0x4750_5300, stratum: 1 })).toBe('GPS');
    expect(toReferenceId({ referenceId: 0xc000_0201, stratum: 2 })).toBe('192.0.2.1');
    expect(toReferenceId({ referenceId: 0x4701_5300, stratum: 1 })).toBe('71.1.83.0');
  });
});

describe('the fine clock', () => {
  /** A machine whose UTC shows ticks of `tickMs` and whose time goes on by a hundredth of a millisecond per reading. */
  function machine(tickMs: number) {
    let elapsed = 0;
    let setBy = 0;
    const utcExact = () => 1_000_000_000.3 + elapsed + setBy;
    const monotonic = () => {
      elapsed += 0.01;
      return elapsed;
    };
    const utc = () => {
      monotonic();
      return Math.floor(utcExact() / tickMs) * tickMs;
    };
    return {
      sources: { utc, monotonic },
      errorMs: (at: bigint) => Number(at) / 1e6 - utcExact(),
      set: (byMs: number) => {
        setBy += byMs;
      },
    };
  }

  it('knows UTC far better than its ticks show it', () => {
    const { sources, errorMs } = machine(1);
    expect(Math.abs(errorMs(createFineClock(sources).now()))).toBeLessThan(0.05);
  });

  it('notices that the clock was set, and only then', () => {
    const { sources, set } = machine(1);
    const clock = createFineClock(sources);
    for (let reading = 0; reading < 10_000; reading += 1) sources.monotonic();
    expect(clock.stepped()).toBe(false);
    set(-40);
    expect(clock.stepped()).toBe(true);
  });
});
