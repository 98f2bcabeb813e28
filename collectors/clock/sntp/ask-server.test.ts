import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { freeUdpPort, startChronyd } from '../../../e2e/support/chronyd.ts';
import { type NtpServerOptions, startNtpServer } from '../../../e2e/support/ntp-server.ts';
import { type AskOptions, askServer } from './ask-server.ts';

const { signal } = new AbortController();
const quick = { server: 'test', host: '127.0.0.1', signal, spacingMs: 1 };

async function askForced(server: NtpServerOptions, options: Partial<AskOptions> = {}) {
  await using running = await startNtpServer(server);
  const reading = await askServer({ ...quick, port: running.port, ...options });
  return { reading, requests: running.requests };
}

/** A busy machine may delay every one of eight exchanges, so the test may ask a few times; a wrong offset never becomes right by that. */
async function within(limitSeconds: number, truth: number, ask: () => ReturnType<typeof askServer>): Promise<void> {
  let error = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5 && error > limitSeconds; tries += 1) {
    const { offset } = await ask();
    // The bound has to hold each time, however busy the machine is.
    expect(Math.abs((offset?.seconds ?? Number.NaN) - truth)).toBeLessThanOrEqual(offset?.boundSeconds ?? 0);
    error = Math.abs((offset?.seconds ?? Number.NaN) - truth);
  }
  expect(error).toBeLessThanOrEqual(limitSeconds);
}

describe('asking a server', () => {
  it('agrees with a real chronyd on this machine to a millisecond', { timeout: 300_000 }, async () => {
    await using chronyd = await startChronyd();
    await within(0.001, 0, () => askServer({ ...quick, port: chronyd.port }));
    expect(await askServer({ ...quick, port: chronyd.port })).toMatchObject({ server: 'test', stratum: 3 });
  });

  it.each([250, -1_500, 3_600_000])('reads a server that is ahead by %i ms as a clock that is behind', async (offsetMs) => {
    await using server = await startNtpServer({ offsetMs });
    await within(0.002, -offsetMs / 1_000, () => askServer({ ...quick, port: server.port }));
  });

  it('covers the truth with its bound when only the way back is slow', async () => {
    const { reading } = await askForced({
      offsetMs: 250,
      twist: async (answer) => {
        await wait(40);
        return [answer];
      },
    });
    const { seconds = 0, boundSeconds = 0 } = reading.offset ?? {};
    expect(Math.abs(seconds + 0.25)).toBeGreaterThan(0.015);
    expect(Math.abs(seconds + 0.25)).toBeLessThanOrEqual(boundSeconds);
  });

  it('takes the exchange with the least delay', async () => {
    const { reading } = await askForced({
      twist: async (answer, _request, n) => {
        if (n !== 3) await wait(60);
        return [answer];
      },
    });
    expect(reading.delaySeconds).toBeLessThan(0.05);
  });

  it('adds what the server says of its own root to the bound', async () => {
    const { reading } = await askForced({ rootDelaySeconds: 0.5, rootDispersionSeconds: 0.25 });
    expect(reading.offset?.boundSeconds).toBeGreaterThanOrEqual(0.5);
  });

  it('goes on where answers are lost, and says timeout where all are', async () => {
    const some = await askForced({ twist: (answer, _request, n) => (n % 2 === 0 ? [] : [answer]) }, { timeoutMs: 30 });
    expect(some.reading.offset).toBeDefined();
    const none = await askForced({ twist: () => [] }, { timeoutMs: 20, exchanges: 3 });
    expect(none.reading).toEqual({ server: 'test', failure: 'timeout' });
    expect(none.requests).toHaveLength(3);
  });

  it('stops at a kiss and gives its code', async () => {
    const twist = (answer: Buffer) => [kissOf(answer, 'RATE')];
    const { reading, requests } = await askForced({ twist });
    expect(reading).toEqual({ server: 'test', failure: 'kiss-of-death', kiss: 'RATE' });
    expect(requests).toHaveLength(1);
  });

  it('refuses answers of earlier requests and guesses, and waits on for its own', async () => {
    let replayed: Buffer | undefined;
    const options = { timeoutMs: 50, exchanges: 3 };
    const replay = (answer: Buffer) => {
      replayed ??= answer;
      return [replayed];
    };
    const first = await askForced({ twist: replay }, { ...options, exchanges: 1 });
    expect(first.reading.offset).toBeDefined();
    expect((await askForced({ twist: replay }, options)).reading).toEqual({ server: 'test', failure: 'not-ours' });
    const spoofed = (answer: Buffer) => {
      const guess = Buffer.from(answer);
      guess.writeUInt8(guess.readUInt8(31) ^ 1, 31);
      guess.writeBigUInt64BE(guess.readBigUInt64BE(40) + (100n << 32n), 40);
      return [guess];
    };
    expect((await askForced({ twist: spoofed }, options)).reading).toEqual({ server: 'test', failure: 'not-ours' });
    const { reading } = await askForced({ twist: (answer) => [...spoofed(answer), answer] }, options);
    expect(Math.abs(reading.offset?.seconds ?? 1)).toBeLessThanOrEqual(reading.offset?.boundSeconds ?? 0);
  });

  it('never sends the same transmit timestamp twice, and nothing else that says who asks', async () => {
    const { requests } = await askForced({});
    expect(new Set(requests.map((request) => request.subarray(40).toString('hex'))).size).toBe(8);
    expect(requests.every((request) => request.subarray(0, 40).equals(Buffer.from([0x23, ...Array(39).fill(0)])))).toBe(true);
  });

  it('refuses a server that claims to have held the request for longer than the exchange took', async () => {
    const twist = (answer: Buffer) => {
      answer.writeBigUInt64BE(answer.readBigUInt64BE(32) + (5n << 32n), 40);
      return [answer];
    };
    expect((await askForced({ twist }, { exchanges: 2 })).reading).toEqual({ server: 'test', failure: 'malformed' });
  });

  it('says unreachable for a closed port, and unresolved for a name that is none', async () => {
    const closed = await askServer({ ...quick, port: await freeUdpPort(), exchanges: 2, timeoutMs: 500 });
    expect(closed.failure).toBe('unreachable');
    const unresolved = await askServer({ ...quick, host: 'no-such-host.invalid', port: 123, deadlineMs: 1_000 });
    expect(unresolved).toEqual({ server: 'test', failure: 'unresolved' });
  });

  it('is over at its deadline, and rejects at once when it is called off', async () => {
    const silent = { twist: () => [] };
    expect((await askForced(silent, { deadlineMs: 50, timeoutMs: 60_000 })).reading.failure).toBe('timeout');
    const stop = new AbortController();
    await using server = await startNtpServer(silent);
    const asked = askServer({ ...quick, port: server.port, timeoutMs: 60_000, deadlineMs: 60_000, signal: stop.signal });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    stop.abort(new Error('called off'));
    await expect(asked).rejects.toThrow('called off');
  });
});

function kissOf(answer: Buffer, code: string): Buffer {
  const kiss = Buffer.from(answer);
  kiss[0] = 0xe4;
  kiss[1] = 0;
  kiss.write(code, 12, 'latin1');
  return kiss;
}
