/** What a call has brought and its consumer has not taken yet. One consumer. */
export class FrameQueue<T> {
  readonly #items: T[] = [];
  #end: { readonly error: Error | undefined } | undefined;
  #wake: () => void = () => undefined;

  push(item: T): void {
    if (this.#end !== undefined) return;
    this.#items.push(item);
    this.#wake();
  }

  /** No more will come; with an error where the call failed. The first end wins, and items before it are still handed out. */
  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** The next item, or undefined at the end; rejects where the call failed. */
  async next(): Promise<T | undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end !== undefined) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
