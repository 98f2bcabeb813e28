import { isDeepStrictEqual } from 'node:util';
import { askServer } from '#collectors/clock/sntp/ask-server.ts';
import { type Clock, delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { parseNtpServer } from '#lib/model/ntp-server.ts';
import type { NtpServerReading } from '#lib/model/readings/clock.ts';
import { decideOwnClock, type OwnClockState } from './decide-own-clock.ts';
import type { OwnMetrics } from './own-metrics.ts';

/** As often as NTP daemons poll by default (RFC 5905: 2^6 s). */
const everyMs = 64_000;

export interface OwnClockOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<OwnMetrics, 'noteOwnClock' | 'forgetOwnClock'>;
  /** How a server is asked; tests answer by hand. */
  readonly ask?: (server: string, signal: AbortSignal) => Promise<NtpServerReading>;
}

/** Compares this machine's clock with NTP servers, for its own metrics and the log. Without servers it asks nobody. */
export class OwnClock implements AsyncDisposable {
  readonly #options: OwnClockOptions;
  #servers: readonly string[] = [];
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: OwnClockOptions) {
    this.#options = options;
  }

  /** From now on exactly these servers are asked; unchanged ones go on undisturbed. */
  async use(servers: readonly string[]): Promise<void> {
    if (isDeepStrictEqual(servers, this.#servers)) return;
    await this[Symbol.asyncDispose]();
    this.#servers = servers;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#running = Promise.all(servers.map((server) => this.#watch(server, signal)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    for (const server of this.#servers) this.#options.metrics.forgetOwnClock(server);
    this.#servers = [];
  }

  async #watch(server: string, signal: AbortSignal): Promise<void> {
    const { clock, log, metrics, ask = askByName } = this.#options;
    let state: OwnClockState = 'good';
    while (!signal.aborted) {
      try {
        const reading = await ask(server, signal);
        metrics.noteOwnClock(reading);
        const next = decideOwnClock(reading);
        if (next !== state) tell(log, reading, state, next);
        state = next;
      } catch (error) {
        if (signal.aborted) return;
        log.error({ server, err: error }, 'own clock could not be measured');
      }
      await delay(clock, everyMs, signal);
    }
  }
}

async function askByName(server: string, signal: AbortSignal): Promise<NtpServerReading> {
  const address = parseNtpServer(server);
  // The configuration's schema has let it pass.
  if (address === undefined) throw new Error(`${server} is no NTP server`);
  return askServer({ server, ...address, signal });
}

function tell(log: Logger, { server, offset, kiss }: NtpServerReading, from: OwnClockState, to: OwnClockState): void {
  const { seconds: offsetSeconds = null, boundSeconds = null } = offset ?? {};
  const fields = { server, from, to, offsetSeconds, boundSeconds, kiss: kiss ?? null };
  if (to === 'good') log.info(fields, 'own clock changed');
  else log.warn(fields, 'own clock changed');
}
