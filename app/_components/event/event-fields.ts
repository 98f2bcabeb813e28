import { formatBytes } from '#lib/format/format-bytes.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import { en } from '#lib/i18n/catalogue.ts';
import type { Locale } from '#lib/i18n/translate.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';

type Value = ApiEvent['detail'][string];

/** How a value of an event's detail is shown: a moment, words of ours, or text that a host or a guest chose. */
export type FieldValue =
  | { readonly at: number }
  | { readonly word: MessageKey }
  | { readonly text: string }
  | { readonly foreign: readonly string[] };

/** One value of an event's detail. */
export interface EventField {
  /** As it stands in the API. */
  readonly name: string;
  /** The name in words; undefined where this version has none. */
  readonly label: MessageKey | undefined;
  readonly value: FieldValue;
}

/** Everything that the detail holds, in its order, with units. Pure. */
export function eventFields({ detail }: Pick<ApiEvent, 'detail'>, locale: Locale): readonly EventField[] {
  return Object.entries(detail).map(([name, value]) => {
    const label = `event.field.${name}`;
    return { name, label: isKey(label) ? label : undefined, value: toFieldValue(name, value, locale) };
  });
}

/** Units are at the end of the name, as everywhere in hvitals. */
function toFieldValue(name: string, value: Value, locale: Locale): FieldValue {
  if (typeof value === 'boolean') return { word: value ? 'event.value.true' : 'event.value.false' };
  if (typeof value === 'string') return { foreign: [value] };
  if (typeof value !== 'number') return { foreign: value };
  if (/(?:At|^notBefore|^notAfter)$/.test(name)) return { at: value };
  if (name.endsWith('Bytes')) return { text: `${formatBytes(value, locale)} (${value} B)` };
  if (name.endsWith('Seconds')) return { text: `${formatDuration(value * 1_000, locale)} (${value} s)` };
  // Codes of Hyper-V are looked up in hexadecimal.
  if (/code$/i.test(name) && Number.isInteger(value) && value >= 0) {
    return { text: `${value} (0x${value.toString(16).toUpperCase()})` };
  }
  return { text: String(value) };
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
