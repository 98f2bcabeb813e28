import type { KnownSpan } from '#lib/derive/known-spans.ts';
import type { PowerState } from '#lib/derive/power-meaning.ts';
import type { Level } from '#lib/derive/vital-sign.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import type { ChartTime } from '../charts/use-chart-time.client.tsx';
import { eventFacts, kindKey } from '../event/event-facts.ts';
import { levelOfMark } from './strip-signs.ts';
import type { Mark, Strip } from './to-strip.ts';

/** What one thing on the strip is, in words. Texts of hosts and guests are made visible. */
export interface StripWords {
  readonly title: string;
  readonly level: Level;
  /** When it was. */
  readonly when: string;
  readonly facts: readonly string[];
}

interface Writer {
  readonly t: Translate;
  readonly time: Pick<ChartTime, 'moment'>;
}

/** An event of power, or a migration, in words. Pure. */
export function markWords(mark: Mark, writer: Writer): StripWords {
  const { t, time } = writer;
  const base = { level: levelOfMark(mark), when: time.moment(mark.at, 1_000) };
  if (mark.type === 'event') return { ...base, title: t(kindKey(mark.event.kind)), facts: factsOfEvent(mark.event, t) };
  const { migration } = mark;
  const title = `${t('strip.migration', { kind: t(`migration.kind.${migration.kind}`) })}: ${t(`migration.result.${migration.result}`)}`;
  return { ...base, title, when: whenMoved(migration, base.when, writer), facts: factsOfMigration(migration, t) };
}

function factsOfEvent(event: ApiEvent, t: Translate): readonly string[] {
  const { expected } = event.detail;
  const isKnown = expected === 'yes' || expected === 'no' || expected === 'unknown';
  return [
    ...(isKnown ? [t(`strip.expected.${expected}`)] : []),
    t('strip.onItsHost', { host: toVisibleString(event.host) }),
    ...eventFacts(event, t.locale).map((fact) => toVisibleString('text' in fact ? fact.text : t.message(fact.message))),
  ];
}

function whenMoved({ startedAt, finishedAt }: ApiMigration, at: string, { t, time }: Writer): string {
  if (startedAt === undefined) return at;
  const from = time.moment(startedAt, 1_000);
  if (finishedAt === undefined) return t('strip.since', { from });
  return t('strip.span', {
    from,
    to: time.moment(finishedAt, 1_000),
    duration: formatDuration(finishedAt - startedAt, t.locale),
  });
}

function factsOfMigration(
  { fromHost, toHost, witnesses, blackoutSeconds, reason }: ApiMigration,
  t: Translate,
): readonly string[] {
  const name = (host: string | undefined) => (host === undefined ? t('migration.unknown') : toVisibleString(host));
  const route =
    fromHost !== undefined && fromHost === toHost
      ? t('strip.onItsHost', { host: name(fromHost) })
      : t('strip.route', { from: name(fromHost), to: name(toHost) });
  return [
    route,
    ...(witnesses === undefined ? [] : [t('migration.witness.of', { hosts: witnesses.map(toVisibleString).join(', ') })]),
    ...(blackoutSeconds === undefined
      ? []
      : [t('strip.blackout', { duration: formatDuration(blackoutSeconds * 1_000, t.locale) })]),
    ...(reason === undefined ? [] : [toVisibleString(reason)]),
  ];
}

const levelOfState: Readonly<Record<PowerState, Level>> = { running: 'ok', paused: 'warning', saved: 'info', off: 'none' };

/** A state that held for some time, in words. Pure. */
export function powerWords(span: KnownSpan<PowerState>, strip: Strip, writer: Writer): StripWords {
  const title = writer.t(`strip.state.${span.value ?? 'unknown'}`);
  return { title, level: span.value === undefined ? 'unknown' : levelOfState[span.value], ...spanWords(span, strip, writer) };
}

/** The host on which the VM was for some time, in words. Pure. */
export function hostWords(span: KnownSpan<string>, strip: Strip, writer: Writer): StripWords {
  const { t } = writer;
  const isKnown = span.value !== undefined;
  const title = isKnown ? t('strip.onHost', { host: toVisibleString(span.value ?? '') }) : t('strip.hostUnknown');
  return { title, level: isKnown ? 'info' : 'unknown', ...spanWords(span, strip, writer) };
}

function spanWords({ from, to, why }: KnownSpan<unknown>, strip: Strip, { t, time }: Writer): Pick<StripWords, 'when' | 'facts'> {
  const words = {
    from: time.moment(from, 60_000),
    to: time.moment(to, 60_000),
    duration: formatDuration(to - from, t.locale),
  };
  const isFirst = from <= strip.from && why === undefined;
  const when =
    isFirst && to >= strip.to
      ? t('strip.spanFromBefore', words)
      : to >= strip.to
        ? t('strip.spanNow', words)
        : t('strip.span', words);
  return { when, facts: why === undefined ? [] : [t(`strip.why.${why}`)] };
}

/** All of it in one line. Pure. */
export function toLine({ title, when, facts }: StripWords): string {
  return [`${title}, ${when}`, ...facts].join('; ');
}
