import { type Clock, delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { decideBatch } from '#lib/notify/decide-batch.ts';
import { decideRetry } from '#lib/notify/decide-retry.ts';
import { type Notification, notification } from '#lib/notify/notification.ts';
import type { SendOutcome } from '#lib/notify/send-outcome.ts';
import type { Sender } from '#lib/notify/sender.ts';
import type { AlertStore, Delivery, StoredNotification } from '#lib/store/alert-store.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { AlertTeller } from './tell-alerts.ts';
import { withDeadline } from './with-deadline.ts';

export interface LoopOptions {
  readonly store: Pick<AlertStore, 'listOutbox' | 'startBatch' | 'noteDelivery' | 'noteReceiver' | 'listReceivers'>;
  readonly teller: Pick<AlertTeller, 'firingOf' | 'isAlive'>;
  readonly metrics: Pick<OwnMetrics, 'countNotifications' | 'noteReceivers' | 'countFault'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** From 0 up to, and without, 1. */
  readonly random: () => number;
  /** A name that no batch had before. */
  readonly newBatchId: () => string;
}

interface Waiting extends StoredNotification {
  readonly fingerprint: string;
  readonly told: Notification | undefined;
}

/** An attempt ends after so long. */
const attemptMs = 20_000;
/** As many rows as the largest batch of any kind of receiver has. */
const mostRows = 1_000;
/** How long until something that hvitals itself could not do is tried again. */
const faultMs = 5_000;
/** Nobody has to be asked for so long while nothing is decided. */
const idleMs = 60_000;
/** The longest that a receiver can ask to be left alone. */
const longestWaitMs = 3_600_000;
const repeatMs = 60_000;
/** How often it is looked whether there is something to repeat, while there is nothing. */
const nothingToRepeatMs = 5_000;
/** That repeating goes well is noted so often at most. */
const noteSuccessMs = 600_000;

/** Tells one receiver what the outbox has for it, batch after batch, until disposed of. One that hangs holds up nobody else. */
export class ReceiverLoop implements AsyncDisposable {
  readonly #name: string;
  readonly #sender: Sender;
  readonly #options: LoopOptions;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #wake = new AbortController();
  #repeatAt: number;
  #repeatNotedAt = Number.NEGATIVE_INFINITY;
  /** Why the last attempt failed, and undefined where it did not. */
  #error: string | undefined;
  /** What happened and is not stored yet: a batch that was delivered must not be sent again because the store was busy. */
  #toNote: (() => Promise<void>) | undefined;
  #waiting: number | undefined;
  /** A batch waits to be tried again. */
  #isStuck = false;

  constructor(name: string, sender: Sender, options: LoopOptions) {
    this.#name = name;
    this.#sender = sender;
    this.#options = options;
    this.#repeatAt = sender.repeat === undefined ? Number.POSITIVE_INFINITY : options.clock.monotonic();
    this.#running = this.#run();
  }

  /** There may be something to send. */
  wake(): void {
    this.#wake.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, log, metrics } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      try {
        const waitMs = await this.#turn();
        await delay(clock, waitMs, this.#wake.signal);
      } catch (error) {
        metrics.countFault('notifications');
        log.error({ receiver: this.#name, err: error }, 'notifications could not be read or noted, tried again soon');
        await delay(clock, faultMs, this.#stop.signal);
      }
    }
  }

  /** Does the next thing there is to do. Resolves with how long there is nothing, in milliseconds. @throws StoreError */
  async #turn(): Promise<number> {
    const { store, clock } = this.#options;
    await this.#note();
    if (clock.monotonic() >= this.#repeatAt) await this.#repeat();
    if (this.#stop.signal.aborted) return 0;
    const rows = (await store.listOutbox({ receiver: this.#name, limit: mostRows })).map(toWaiting);
    if (rows.length !== this.#waiting) await this.#tellMetrics();
    this.#waiting = rows.length;
    const { groupWaitMs, most } = this.#sender;
    const decision = decideBatch({ rows, now: clock.now(), groupWaitMs, most, longestWaitMs });
    const untilRepeat = Math.max(0, this.#repeatAt - clock.monotonic());
    switch (decision.kind) {
      case 'idle':
        return Math.min(idleMs, untilRepeat);
      case 'wait':
        return Math.min(decision.ms, untilRepeat);
      case 'again':
        await this.#send(decision.batch, decision.rows);
        return 0;
      case 'new': {
        const batch = this.#options.newBatchId();
        await store.startBatch(
          batch,
          decision.rows.map(({ id }) => id),
        );
        await this.#send(batch, decision.rows);
        return 0;
      }
    }
  }

  async #send(id: string, rows: readonly Waiting[]): Promise<void> {
    const { store, clock, metrics, random } = this.#options;
    const items = rows.flatMap(({ told }) => (told === undefined ? [] : [told]));
    const outcome =
      items.length < rows.length
        ? ({ result: 'refused', error: 'the outbox holds what hvitals never writes' } as const)
        : await this.#attempt((signal) => this.#sender.send({ id, receiver: this.#name, items }, { now: clock.now(), signal }));
    if (outcome === undefined) return;
    const at = clock.now();
    const failures = Math.max(...rows.map(({ attempts }) => attempts)) + 1;
    const retryInMs = outcome.result === 'failed' ? decideRetry(failures, outcome.retryAfterMs, random()) : undefined;
    const delivery = toDelivery(outcome, at, retryInMs ?? 0);
    const ids = rows.map((row) => row.id);
    this.#log(outcome, { batch: id, alerts: rows.length, ...(retryInMs === undefined ? {} : { retryInMs }) });
    metrics.countNotifications(this.#name, outcome.result, rows.length);
    this.#isStuck = outcome.result === 'failed';
    this.#toNote = () => store.noteDelivery(this.#name, ids, delivery);
    await this.#note();
  }

  async #note(): Promise<void> {
    if (this.#toNote === undefined) return;
    await this.#toNote();
    this.#toNote = undefined;
    await this.#tellMetrics();
  }

  async #repeat(): Promise<void> {
    const { store, teller, clock } = this.#options;
    const { repeat } = this.#sender;
    const [firing, isAlive] = [teller.firingOf(this.#name), teller.isAlive()];
    this.#repeatAt = clock.monotonic() + nothingToRepeatMs;
    if (repeat?.isNeeded(firing, isAlive) !== true) return;
    const outcome = await this.#attempt((signal) => repeat.send(firing, isAlive, { now: clock.now(), signal }));
    this.#repeatAt = clock.monotonic() + repeatMs;
    // While a batch is stuck, that other things pass is no sign that all is well.
    if (outcome === undefined || (outcome.result === 'delivered' && this.#isStuck)) return;
    const error = outcome.result === 'delivered' ? undefined : outcome.error;
    const isNews = error !== this.#error || clock.monotonic() - this.#repeatNotedAt >= noteSuccessMs;
    this.#log(outcome, {});
    if (!isNews) return;
    this.#repeatNotedAt = clock.monotonic();
    await store.noteReceiver(this.#name, clock.now(), error);
    await this.#tellMetrics();
  }

  /** How it ended; undefined where nothing can be said because the loop is to end. */
  async #attempt(work: (signal: AbortSignal) => Promise<SendOutcome>): Promise<SendOutcome | undefined> {
    const { clock } = this.#options;
    const stop = this.#stop.signal;
    try {
      const outcome = await withDeadline(clock, attemptMs, stop, work);
      if (stop.aborted && outcome?.result !== 'delivered') return undefined;
      return outcome ?? { result: 'failed', error: `no answer within ${attemptMs / 1_000} s` };
    } catch (error) {
      this.#options.metrics.countFault('notifications');
      this.#options.log.error({ receiver: this.#name, err: error }, 'attempt to notify failed in an unknown way');
      return { result: 'failed', error: 'a fault in hvitals; its log has the details' };
    }
  }

  /** Says that something was delivered, and once for each reason that it is not. */
  #log(outcome: SendOutcome, facts: Readonly<Record<string, string | number>>): void {
    const { log } = this.#options;
    const receiver = this.#name;
    if (outcome.result === 'delivered') {
      const note = outcome.note === undefined ? {} : { note: outcome.note };
      if ('batch' in facts) log.info({ receiver, ...facts, ...note }, 'notifications delivered');
      else if (this.#error !== undefined) log.info({ receiver }, 'receiver answers again');
      this.#error = undefined;
      return;
    }
    const { result, error } = outcome;
    if (error !== this.#error || result === 'refused')
      log.warn({ receiver, ...facts, result, error }, 'notifications not delivered');
    this.#error = error;
  }

  async #tellMetrics(): Promise<void> {
    const { store, metrics } = this.#options;
    metrics.noteReceivers(await store.listReceivers());
  }
}

function toWaiting(row: StoredNotification): Waiting {
  const { data } = notification.safeParse(row.payload);
  return { ...row, told: data, fingerprint: data?.fingerprint ?? row.key };
}

function toDelivery(outcome: SendOutcome, at: number, retryInMs: number): Delivery {
  switch (outcome.result) {
    case 'delivered':
      return { result: 'delivered', at };
    case 'failed':
      return { result: 'failed', at, error: outcome.error, nextAttemptAt: at + retryInMs };
    case 'refused':
      return { result: 'refused', at, error: outcome.error };
  }
}
