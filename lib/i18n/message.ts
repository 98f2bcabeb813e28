import type { MessageKey } from './catalogue.ts';

/** A value that stands in for `{name}` in a message: plain text, a number (written by the locale's rules), or a message of its own. */
export type MessageParam = string | number | Message;
export type MessageParams = { readonly [name: string]: MessageParam };

/** A sentence or word of the catalogue with its values, not yet in any language. Derived facts carry these, never text. */
export interface Message {
  readonly key: MessageKey;
  readonly params?: MessageParams;
}
