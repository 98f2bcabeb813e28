import { isDeepStrictEqual } from 'node:util';
import { type Clock, delay } from '#lib/clock.ts';
import type { NotifyConfig } from '#lib/config/notify-schema.ts';
import type { Logger } from '#lib/log.ts';
import { post } from '#lib/notify/post.ts';
import type { Attempt, SendOutcome } from '#lib/notify/send-outcome.ts';
import { withDeadline } from './with-deadline.ts';

type SwitchConfig = NonNullable<NotifyConfig['deadMansSwitch']>;

export interface SwitchOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether rules are evaluated, and what comes of it is stored. */
  readonly isAlive: () => boolean;
  /** How it is called; tests answer by hand. */
  readonly call?: (url: string, attempt: Attempt) => Promise<SendOutcome>;
}

const longestCallMs = 20_000;
/** How often it is looked whether all is well again, while it is not. */
const lookAgainMs = 5_000;

/** Calls an address all the time while all is well, so that whoever keeps it raises the alarm once nobody calls. */
export class DeadMansSwitch implements AsyncDisposable {
  readonly #options: SwitchOptions;
  #config: SwitchConfig | undefined;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: SwitchOptions) {
    this.#options = options;
  }

  /** From now on this is called; the same goes on undisturbed. */
  async use(config: SwitchConfig | undefined): Promise<void> {
    if (isDeepStrictEqual(config, this.#config)) return;
    await this[Symbol.asyncDispose]();
    this.#config = config;
    this.#stop = new AbortController();
    if (config !== undefined) this.#running = this.#run(config, this.#stop.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#config = undefined;
  }

  async #run({ url, everySeconds }: SwitchConfig, signal: AbortSignal): Promise<void> {
    const { clock, log, isAlive, call = callBy } = this.#options;
    let failure: string | undefined;
    while (!signal.aborted) {
      if (!isAlive()) {
        await delay(clock, lookAgainMs, signal);
        continue;
      }
      const deadline = Math.min(longestCallMs, everySeconds * 1_000);
      const outcome = await withDeadline(clock, deadline, signal, (ended) => call(url, { now: clock.now(), signal: ended }));
      if (signal.aborted) return;
      const next = outcome === undefined ? 'no answer in time' : outcome.result === 'delivered' ? undefined : outcome.error;
      // The address is left out: who knows it can call it.
      if (next !== undefined && next !== failure) log.warn({ error: next }, "dead man's switch could not be called");
      if (next === undefined && failure !== undefined) log.info("dead man's switch is called again");
      failure = next;
      await delay(clock, everySeconds * 1_000, signal);
    }
  }
}

function callBy(url: string, attempt: Attempt): Promise<SendOutcome> {
  return post({ url, body: '' }, attempt);
}
