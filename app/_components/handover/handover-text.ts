import { formatAge, formatDuration } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiHandover, ApiOpenAlert } from '#lib/model/api/handover.ts';
import { kindKey } from '../event/event-facts.ts';
import { deedKey } from './deed-key.ts';

interface Writer {
  readonly t: Translate;
  /** A moment in the reader's zone. */
  readonly time: (at: number) => string;
}

/** Of a rule that fired for many VMs so many are named. */
const mostNamed = 10;

/** A handover as plain text, for a mail or a chat: every line stands alone, and no text of a guest makes a line of its own. Pure. */
export function toHandoverText(handover: ApiHandover, { t, time }: Writer): string {
  const { from, to, numbers, open, passed, deeds, power, migrations } = handover;
  const { firing, waiting, firingBefore, began, ended } = numbers;
  const section = (title: string, lines: readonly string[], none: string) => [
    '',
    title,
    ...(lines.length === 0 ? [`- ${none}`] : lines.map((line) => `- ${toVisibleString(line)}`)),
  ];
  const moves = (['failed', 'running', 'finished'] as const).filter((result) => migrations[result] > 0);
  return [
    `${t('handover.title')}: ${time(from)} – ${time(to)}`,
    t('handover.text.numbers', { firing, waiting, before: firingBefore, began, ended }),
    ...section(
      t('handover.open', { count: firing }),
      open.map((alert) => openLine(alert, to, t)),
      t('handover.open.none'),
    ),
    ...section(
      t('handover.passed', { count: passed.reduce((sum, { count }) => sum + count, 0) }),
      passed.map((group) => passedLine(group, t)),
      t('handover.passed.none'),
    ),
    ...section(
      t('handover.deeds', { count: deeds.length }),
      deeds.map(({ at, by, kind, about, note }) =>
        [`${time(at)} ${by === '' ? t('handover.somebody') : by} ${t(deedKey(kind))}`, about, note]
          .filter((part) => part !== '')
          .join(': '),
      ),
      t('handover.deeds.none'),
    ),
    ...section(
      t('handover.happened'),
      [
        ...power.map(({ kind, count }) => `${t(kindKey(kind))}: ${count}`),
        ...moves.map((result) => `${t(`handover.migrations.${result}`)}: ${migrations[result]}`),
      ],
      t('handover.happened.none'),
    ),
    '',
  ].join('\n');
}

function openLine({ severity, summary, rule, held, ack, firingAt, activeAt }: ApiOpenAlert, now: number, t: Translate): string {
  const age = formatAge(firingAt ?? activeAt, now, t.locale);
  const state =
    held === null
      ? t('watch.state.waits')
      : held === 'acknowledged' && ack !== null
        ? [t('watch.state.acknowledgedBy', { by: ack.by }), ack.note].filter((part) => part !== '').join(': ')
        : t(`watch.state.${held}`);
  return `[${t(`severity.${severity}`)}] ${summary === '' ? rule : summary} (${age}): ${state}`;
}

function passedLine({ rule, count, times, firedMs, alerts }: ApiHandover['passed'][number], t: Translate): string {
  const names = alerts.slice(0, mostNamed).map(({ labels }) => labels.vm ?? labels.vm_id ?? labels.host ?? '');
  const more = count - names.length;
  const numbers = [
    t('handover.alerts', { count }),
    t('handover.firings', { count: times }),
    t('handover.inAll', { duration: formatDuration(firedMs, t.locale) }),
  ];
  const named = [...names.filter((name) => name !== ''), ...(more > 0 ? [t('alerts.andMore', { count: more })] : [])];
  return `${rule}: ${numbers.join(', ')}${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
}
