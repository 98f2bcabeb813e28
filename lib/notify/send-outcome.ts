/** How one attempt to send ended. What is refused is not tried again. */
export type SendOutcome =
  | { readonly result: 'delivered'; readonly note?: string }
  | {
      readonly result: 'failed';
      readonly error: string;
      /** How long the receiver asks to be left alone. */
      readonly retryAfterMs?: number;
    }
  | { readonly result: 'refused'; readonly error: string };

/** Notifications that are sent together, now and at each further attempt. */
export interface Batch<Item> {
  readonly id: string;
  readonly receiver: string;
  readonly items: readonly Item[];
}

/** An attempt: when it is made (UTC milliseconds), and what ends it. */
export interface Attempt {
  readonly now: number;
  readonly signal: AbortSignal;
}

const longestError = 300;

/** The first line of what a receiver says, as a person can read it: it may be anything. Pure. */
export function firstLine(text: string): string {
  const line = text.split(/[\r\n\u2028\u2029]/).find((part) => part.trim() !== '') ?? '';
  return line
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestError)
    .toWellFormed();
}
