import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { NtpServerReading } from '#lib/model/readings/clock.ts';
import { type Exchange, type Measurement, measure } from './choose-best.ts';
import { decideAnswer } from './decide-answer.ts';
import { createFineClock, type FineClock, fineResolutionSeconds } from './fine-clock.ts';
import { buildRequest } from './packet.ts';
import { type FailedExchange, toServerReading } from './to-server-reading.ts';

export interface AskOptions {
  /** As the user wrote it; names the server in the answer. */
  readonly server: string;
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  /** Of which the one with the least delay counts. */
  readonly exchanges?: number;
  /** Between two exchanges. */
  readonly spacingMs?: number;
  /** For all of it, the name's resolution too. */
  readonly deadlineMs?: number;
  /** For one answer. */
  readonly timeoutMs?: number;
}

/**
 * Asks an NTP server for the time and compares this machine's clock with it. Each exchange has a socket and with it a port of its own,
 * connected, so that only the server's address can answer, and a transmit timestamp of 64 random bits, so that nobody can guess it.
 * Resolves with the best exchange, or with why there is none; rejects only where `signal` aborts.
 */
export async function askServer(options: AskOptions): Promise<NtpServerReading> {
  const { server, host, exchanges = 8, spacingMs = 50, deadlineMs = 5_000, timeoutMs = 1_000, signal } = options;
  const whole = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const address = await resolve(host, whole);
  signal.throwIfAborted();
  if (address === undefined) return { server, failure: 'unresolved' };
  const measurements: Measurement[] = [];
  let failed: FailedExchange = { failure: 'timeout' };
  let clock = createFineClock();
  for (let made = 0; made < exchanges && !whole.aborted; made += 1) {
    if (made > 0) await waited(spacingMs, whole);
    if (clock.stepped()) clock = createFineClock();
    const outcome = await exchange({ ...options, ...address, clock, timeoutMs, whole });
    // An exchange during which the clock was set has one time of before and one of after.
    if (clock.stepped()) continue;
    if ('failure' in outcome) failed = outcome;
    const measured = 'failure' in outcome ? undefined : measure(outcome, fineResolutionSeconds);
    if (measured !== undefined) measurements.push(measured);
    else if (!('failure' in outcome)) failed = { failure: 'malformed' };
    // A server that wants to be left alone is left alone (RFC 5905 section 7.4).
    if (failed.failure === 'kiss-of-death') break;
  }
  signal.throwIfAborted();
  return toServerReading(server, measurements, failed);
}

interface Address {
  readonly address: string;
  readonly family: number;
}

/** Resolving cannot be called off, so it is left behind when the time is up. */
async function resolve(host: string, whole: AbortSignal): Promise<Address | undefined> {
  const aborted = once(whole, 'abort').then(() => undefined);
  return Promise.race([
    lookup(host).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }),
    aborted,
  ]);
}

async function waited(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

interface ExchangeInput extends Address {
  readonly port: number;
  readonly clock: FineClock;
  readonly timeoutMs: number;
  readonly whole: AbortSignal;
}

/** One request and its answer. What does not answer it is passed over, and is the reason where nothing else comes. */
async function exchange({ address, family, port, clock, timeoutMs, whole }: ExchangeInput): Promise<Exchange | FailedExchange> {
  const signal = AbortSignal.any([whole, AbortSignal.timeout(timeoutMs)]);
  const transmit = randomBytes(8).readBigUInt64BE();
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    const connected = once(socket, 'connect', { signal });
    socket.connect(port, address);
    await connected;
    return await answerOf(socket, transmit, clock, signal);
  } catch (error) {
    if (signal.aborted) return { failure: 'timeout' };
    if (error instanceof Error && 'code' in error) return { failure: 'unreachable' };
    throw error;
  } finally {
    socket.close();
  }
}

function answerOf(socket: Socket, transmit: bigint, clock: FineClock, signal: AbortSignal): Promise<Exchange | FailedExchange> {
  return new Promise((settle, reject) => {
    let strange: FailedExchange = { failure: 'timeout' };
    socket.on('error', reject);
    socket.on('message', (bytes) => {
      const receivedAt = clock.now();
      const decision = decideAnswer(bytes, transmit);
      if (decision.ok) settle({ sentAt, receivedAt, packet: decision.packet });
      else if (decision.failure === 'not-ours' || decision.failure === 'wrong-mode') strange = decision;
      else settle(decision);
    });
    signal.addEventListener('abort', () => settle(strange), { once: true });
    const sentAt = clock.now();
    socket.send(buildRequest(transmit), (error) => {
      if (error !== null) reject(error);
    });
  });
}
