import { isDeepStrictEqual } from 'node:util';
import type { NotifyConfig, ReceiverConfig } from '#lib/config/notify-schema.ts';
import { createSender, type Sender } from '#lib/notify/sender.ts';
import type { AlertStore } from '#lib/store/alert-store.ts';
import { type LoopOptions, ReceiverLoop } from './receiver-loop.ts';

export interface DeliveryOptions extends LoopOptions {
  readonly store: LoopOptions['store'] & Pick<AlertStore, 'putReceivers'>;
  /** How a receiver is told; tests answer by hand. */
  readonly senderOf?: (receiver: ReceiverConfig, externalUrl: string | undefined) => Sender;
}

interface Running {
  readonly receiver: ReceiverConfig;
  readonly externalUrl: string | undefined;
  readonly loop: ReceiverLoop;
}

/** Delivers what the outbox holds: one loop for each receiver, so that one that hangs holds up nobody else. */
export class NotificationDelivery implements AsyncDisposable {
  readonly #options: DeliveryOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** From now on exactly these are told; unchanged ones go on undisturbed. @throws StoreError; then all goes on as before */
  async use({ receivers, externalUrl }: Pick<NotifyConfig, 'receivers' | 'externalUrl'>): Promise<void> {
    const { store, metrics, senderOf = createSender } = this.#options;
    await store.putReceivers(receivers.map(({ name, kind }) => ({ name, kind })));
    metrics.noteReceivers(await store.listReceivers());
    const isWanted = (running: Running) =>
      running.externalUrl === externalUrl && receivers.some((receiver) => isDeepStrictEqual(receiver, running.receiver));
    const gone = [...this.#running].filter(([, running]) => !isWanted(running));
    for (const [name] of gone) this.#running.delete(name);
    await Promise.all(gone.map(([, { loop }]) => loop[Symbol.asyncDispose]()));
    for (const receiver of receivers) {
      if (this.#running.has(receiver.name)) continue;
      const loop = new ReceiverLoop(receiver.name, senderOf(receiver, externalUrl), this.#options);
      this.#running.set(receiver.name, { receiver, externalUrl, loop });
    }
  }

  /** These may have something to be told. */
  wake(names: Iterable<string>): void {
    for (const name of names) this.#running.get(name)?.loop.wake();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(all.map(({ loop }) => loop[Symbol.asyncDispose]()));
  }
}
