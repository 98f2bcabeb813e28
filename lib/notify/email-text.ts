import type { Notification } from './notification.ts';
import type { Batch } from './send-outcome.ts';

/** More alerts of one mail are only counted: nobody reads them there. */
export const mostListed = 50;
const longestSubject = 150;
const longestText = 500;

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail about a batch. Whatever guests wrote is one line of plain text, and no markup in HTML. Pure. */
export function renderMail({ items }: Batch<Notification>, externalUrl: string | undefined): MailText {
  const listed = items.slice(0, mostListed);
  const more = items.length - listed.length;
  const rest = more === 0 ? [] : [`… and ${more} more`];
  const blocks = listed.map(describe);
  const page = externalUrl === undefined ? [] : [`All alerts: ${externalUrl.replace(/\/+$/, '')}/alerts`];
  return {
    subject: subjectOf(items),
    text: [...blocks.map((lines) => lines.join('\n')), ...rest, ...page].join('\n\n').concat('\n'),
    html: [...blocks, rest, page]
      .filter((lines) => lines.length > 0)
      .map(
        ([first = '', ...others]) =>
          `<p><b>${escapeHtml(first)}</b>${others.map((line) => `<br>${escapeHtml(line)}`).join('')}</p>`,
      )
      .join('\n'),
  };
}

function subjectOf(items: readonly Notification[]): string {
  const firing = items.filter(({ status }) => status === 'firing').length;
  const resolved = items.length - firing;
  const counts = [...(firing > 0 ? [`${firing} firing`] : []), ...(resolved > 0 ? [`${resolved} resolved`] : [])].join(', ');
  const [first] = items;
  const what = first === undefined ? '' : `: ${oneLine(first.summary || first.rule)}${items.length > 1 ? ', …' : ''}`;
  return cut(`[hvitals] ${counts}${what}`, longestSubject);
}

function describe(told: Notification): readonly string[] {
  const { status, severity, rule, summary, description, runbook, value, startsAt, endsAt, placed, url } = told;
  const subject = ['vm', 'host'].flatMap((name) => (placed[name] === undefined ? [] : [`${name} ${oneLine(placed[name])}`]));
  return [
    `${status.toUpperCase()} ${oneLine(severity)}: ${oneLine(summary || rule)}`,
    ...(description === '' ? [] : [oneLine(description)]),
    `Rule: ${oneLine(rule)}${subject.length === 0 ? '' : `, ${subject.join(', ')}`}${value === null ? '' : `, value ${value}`}`,
    `Since: ${toTime(startsAt)}${endsAt === null ? '' : `, until ${toTime(endsAt)}`}`,
    ...(runbook === '' ? [] : [`What to do: ${oneLine(runbook)}`]),
    ...(url === null ? [] : [url]),
  ];
}

/** Line breaks, controls and marks that turn text around become spaces. */
function oneLine(text: string): string {
  return cut(
    text
      .toWellFormed()
      .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim(),
    longestText,
  );
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** UTC, to the second. */
function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
