import { parseZonedText, toZonedText } from '#app/_components/act/silence-ends.ts';
import { toMatchers } from '#app/_server/stored-matchers.ts';
import { parseAlertsUrl, toAlertsHref } from '#app/alerts/search-params.ts';
import { parsePlace } from '#app/api/docs/find-operations.ts';
import { parseWhy } from '#app/login/search-params.ts';
import { parseSilenceAsked } from '#app/silences/search-params.ts';
import { parseInputText } from '#lib/format/zoned-input.ts';
import { parseLines } from '#lib/metrics/parse-lines.ts';
import { parseAlertSpan } from '#lib/model/alert-span.ts';
import { parseHandoverHours } from '#lib/model/handover-span.ts';
import { parseRetryAfter } from '#lib/notify/post.ts';
import type { BorderParser } from './fuzz.ts';
import { json, query, text, within } from './parser-kinds.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);

/** What pages of alerts and what tells people read: addresses, fields of times, stored matchers, answers of receivers. */
export function alertParsers(): readonly BorderParser[] {
  return [
    query('addresses of alerts', ['parseAlertsUrl'], ['q=disk&show=unacknowledged', 'show=all&q=%F0%9F%92%BE'], (params) => {
      const wanted = parseAlertsUrl(params);
      return within(wanted, 2_000) && toAlertsHref(wanted).startsWith('/alerts');
    }),
    query(
      'silences asked for',
      ['parseSilenceAsked'],
      ['new=1&matcher=host%3D~%22hv0%5B1-4%5D%22&matcher=vm%3D%22a%22'],
      (params) => {
        const asked = parseSilenceAsked(params);
        return (asked?.matchers.length ?? 0) > 0 && (asked?.matchers.length ?? 0) <= 20;
      },
    ),
    query(
      'spans of alerts',
      ['parseAlertSpan', 'parseHandoverHours'],
      ['from=2026-11-23T07:00:00Z&to=2026-11-23T08:00:00%2B01:00', 'hours=24&hours=8'],
      (params) => {
        const { from, to } = parseAlertSpan(params, now);
        if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw new Error(`from ${from} to ${to}`);
        return to >= from && [8, 12, 24].includes(parseHandoverHours(params.getAll('hours')));
      },
    ),
    text(
      'fields of times',
      ['parseInputText', 'parseZonedText'],
      ['2026-11-23T07:40', '2026-03-29T02:30', '0001-01-01T00:00'],
      (input) => {
        const at = parseZonedText(input, 'Europe/Berlin');
        if ((at === undefined) !== (parseInputText(input) === undefined)) throw new Error('one says that it is none');
        return at !== undefined && toZonedText(at, 'Europe/Berlin').length > 0;
      },
    ),
    text('samples as text', ['parseLines'], ['hvitals_up{host="a\\"b",vm="c"} 1\nhvitals_up +Inf\n', 'a{b="c"} NaN'], (input) => {
      const samples = parseLines(input);
      return samples.length <= input.length && samples.every(({ metric }) => metric.length <= input.length);
    }),
    text('Retry-After', ['parseRetryAfter'], ['120', 'Mon, 23 Nov 2026 07:41:00 GMT', '999999999'], (input) => {
      const ms = parseRetryAfter(input, now);
      if (ms !== undefined && !(ms >= 0 && ms <= 86_400_000)) throw new Error(`waits ${ms} ms`);
      return ms !== undefined;
    }),
    text(
      'reasons and places',
      ['parseWhy', 'parsePlace'],
      ['provider-no-role', 'session-expired', '#op-listVms', '#type-Vm'],
      (input) => {
        return within(parsePlace(input), 300) && (parseWhy(input) !== undefined || parsePlace(input) !== undefined);
      },
    ),
    json('stored matchers', [], [[{ name: 'host', op: '=~', value: 'hv0[1-4]' }]], (stored) => {
      const matchers = toMatchers(stored as Parameters<typeof toMatchers>[0]);
      return matchers !== undefined && matchers.length > 0;
    }),
  ];
}
