import { isKnownKind } from '#lib/derive/event-groups.ts';
import { formatBytes } from '#lib/format/format-bytes.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Locale } from '#lib/i18n/translate.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import type { FleetEventKind } from '#lib/model/fleet-event.ts';

/** A fact of an event: words of ours, or text that a host or a guest chose. */
export type EventFact = { readonly message: Message } | { readonly text: string };

/** In a sentence of ours no more of a foreign text stands than this. */
const longestQuote = 80;

/** A text for one line: beyond `longest` characters the rest is left to the details. Pure. */
export function cutText(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}

/** The name of what happened. Pure. */
export function kindKey(kind: string): `event.kind.${FleetEventKind | 'unknown'}` {
  return isKnownKind(kind) ? `event.kind.${kind}` : 'event.kind.unknown';
}

/** What an event's detail says, in the order of interest. Pure. */
export function eventFacts({ kind, detail }: ApiEvent, locale: Locale): readonly EventFact[] {
  const facts: EventFact[] = [];
  const say = (key: MessageKey, params?: Message['params']) =>
    facts.push({ message: params === undefined ? { key } : { key, params } });
  // Inside of a sentence of ours their characters cannot be shown one by one.
  const quote = (words: string) => toVisibleString(cutText(words, longestQuote));
  const text = (name: string) => (typeof detail[name] === 'string' && detail[name] !== '' ? detail[name] : undefined);
  const number = (name: string) => (typeof detail[name] === 'number' ? detail[name] : undefined);
  const tell = (...names: string[]) => {
    for (const name of names) {
      const value = text(name);
      // A bare number, such as that of a reason, says nothing to people.
      if (value !== undefined && !/^\d+$/.test(value)) facts.push({ text: value });
    }
  };
  if (kind === 'turned-off' || kind === 'reset-by-host') say('event.fact.notAsked');
  if (kind === 'shut-down-by-service') say('event.fact.throughService');
  if (detail.linuxPanic === true) say('event.fact.linuxPanic');
  if (Array.isArray(detail.codes))
    facts.push({ message: { key: 'event.fact.codes', params: { codes: quote(detail.codes.join(' ')) } } });
  const [from, to] = [text('from'), text('to')];
  if (from !== undefined && to !== undefined) say('event.fact.move', { from: quote(from), to: quote(to) });
  const destination = text('destination');
  if (destination !== undefined) say('event.fact.to', { to: quote(destination) });
  if (detail.keptRunning === true) say('event.fact.keptRunning');
  if (detail.fromAway === true) say('event.fact.fromAway');
  const blackout = number('blackoutSeconds');
  if (blackout !== undefined) say('event.fact.blackout', { duration: formatDuration(blackout * 1_000, locale) });
  const [fromBytes, toBytes] = [number('fromBytes'), number('toBytes')];
  if (fromBytes !== undefined && toBytes !== undefined) {
    say('event.fact.size', { from: formatBytes(fromBytes, locale), to: formatBytes(toBytes, locale) });
  } else if (toBytes !== undefined) say('event.fact.sizeNow', { to: formatBytes(toBytes, locale) });
  tell(
    'mount',
    'device',
    'fromPath',
    'path',
    'channel' in detail && kind.startsWith('log-') ? 'channel' : '',
    'reason',
    'message',
  );
  if (kind.startsWith('log-')) {
    const missed = number('missed');
    if (missed === undefined) say('event.fact.missedUnknown');
    else say('event.fact.missed', { count: missed });
  }
  if (detail.unverified === true) say('event.fact.unverified');
  if (detail.before === true) say('event.fact.before');
  const id = number('eventId');
  if (id !== undefined) say('event.fact.eventId', { id: String(id) });
  return facts;
}
