import { type Catalogue, en, type MessageKey } from './catalogue.ts';
import type { Message, MessageParam, MessageParams } from './message.ts';
import type { PluralForms } from './plural-forms.ts';

export const locales = ['en', 'ru'] as const;
export type Locale = (typeof locales)[number];

const catalogues = new Map<Locale, Catalogue>([['en', en]]);

/** Makes the texts of a language known. What it lacks shows in English; a test lists it. */
export function addTexts(locale: Locale, texts: Partial<Catalogue>): void {
  catalogues.set(locale, { ...en, ...texts });
}

/** Whether the texts of a language are here. */
export function hasTexts(locale: Locale): boolean {
  return catalogues.has(locale);
}

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextOf<Entry> = Entry extends string ? Entry : Entry extends { readonly other: infer Other extends string } ? Other : never;
type ParamNames<Key extends MessageKey> =
  | NamesIn<TextOf<(typeof en)[Key]>>
  | ((typeof en)[Key] extends PluralForms ? 'count' : never);
type Arguments<Key extends MessageKey> = [ParamNames<Key>] extends [never]
  ? []
  : [params: { readonly [Name in ParamNames<Key>]: MessageParam }];

/** Turns keys and messages into text of one language. */
export interface Translate {
  /** Text of a key; the parameters that its text names must be given. */
  <Key extends MessageKey>(key: Key, ...params: Arguments<Key>): string;
  /** Text of a message that was derived elsewhere. */
  message(message: Message): string;
  readonly locale: Locale;
}

const plurals = new Map<Locale, Intl.PluralRules>();
const numbers = new Map<Locale, Intl.NumberFormat>();

function pluralRules(locale: Locale): Intl.PluralRules {
  const known = plurals.get(locale) ?? new Intl.PluralRules(locale);
  plurals.set(locale, known);
  return known;
}

function numberFormat(locale: Locale): Intl.NumberFormat {
  const known = numbers.get(locale) ?? new Intl.NumberFormat(locale);
  numbers.set(locale, known);
  return known;
}

function choose(entry: string | PluralForms, params: MessageParams, locale: Locale): string {
  if (typeof entry === 'string') return entry;
  const { count } = params;
  if (typeof count !== 'number') return entry.other;
  return entry[pluralRules(locale).select(count)] ?? entry.other;
}

/** The translator of one language; it writes English until the language's texts are here. A parameter that is missing shows as "—", never as `{name}` or "undefined". */
export function translateFor(locale: Locale): Translate {
  const toText = (value: MessageParam | undefined): string => {
    if (value === undefined) return '—';
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? numberFormat(locale).format(value) : '—';
    return toMessage(value);
  };
  const toMessage = ({ key, params = {} }: Message): string =>
    choose((catalogues.get(locale) ?? en)[key], params, locale).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      toText(params[name]),
    );
  const translate = (key: MessageKey, params?: MessageParams): string =>
    toMessage(params === undefined ? { key } : { key, params });
  return Object.assign(translate, { message: toMessage, locale }) as Translate;
}
