import { en, type MessageKey } from '#lib/i18n/catalogue.ts';
import type { Message } from '#lib/i18n/message.ts';

/** Families of Hyper-V codes that have words of their own. */
export type CodeFamily = 'state' | 'health' | 'status' | 'operation' | 'replication';

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

/** The word of a code, or `unknown(<code>)`: codes that newer builds add pass through and are never guessed at. */
export function describeCode(family: CodeFamily, code: number): Message {
  const key = `${family}.${code}`;
  return isKey(key) ? { key } : { key: 'code.unknown', params: { code: String(code) } };
}

/** Whether the code has a word. */
export function isKnownCode(family: CodeFamily, code: number): boolean {
  return isKey(`${family}.${code}`);
}

/** The word followed by the number, such as "No contact (12)"; just `unknown(<code>)` where there is no word. */
export function describeCodeWithNumber(family: CodeFamily, code: number): Message {
  const word = describeCode(family, code);
  return word.key === 'code.unknown' ? word : { key: 'code.withNumber', params: { word, number: String(code) } };
}

/** The state of a VM: `OtherEnabledState` says more where the code is 1 (cim-facts.md 1.2). Tokens without a word pass through. */
export function describeState(state: number, otherState: string | undefined): Message {
  if (state !== 1 || otherState === undefined || otherState === '') return describeCode('state', state);
  const key = `otherState.${otherState}`;
  return isKey(key) ? { key } : { key: 'code.unknown', params: { code: otherState } };
}
