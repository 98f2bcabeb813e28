/** Work in steps: what is yielded says nothing, what is returned is the result. */
export type Steps<Result> = Generator<void, Result>;

/** Longest time that a browser's thread is kept from the reader, in milliseconds. */
const sliceMs = 8;

/** Does all of it at once. */
export function runAtOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Does it a few milliseconds at a time, with room for others in between. Undefined where `signal` has aborted. */
export async function runInSlices<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result | undefined> {
  for (let until = performance.now() + sliceMs; ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() < until) continue;
    await nextTurn();
    if (signal.aborted) return undefined;
    until = performance.now() + sliceMs;
  }
}

/** Lets input, painting and other tasks have their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
