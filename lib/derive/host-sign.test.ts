import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import type { Outcome } from '#lib/model/outcome.ts';
import { hostSign, isReachable } from './host-sign.ts';

const t = translateFor('en');
const scrapes = (...outcomes: Outcome[]) => outcomes.map((outcome, index) => ({ collector: `c${index}`, outcome }));
const show = (...outcomes: Outcome[]) => {
  const sign = hostSign(scrapes(...outcomes));
  return `${sign.level}: ${t.message(sign.word)}`;
};

test.each<[string, Outcome[], string]>([
  ['no scrape yet', [], 'unknown: Waiting'],
  ['all well', ['ok', 'partial', 'no-data'], 'ok: Answers'],
  ['what the host cannot do is no fault', ['ok', 'unsupported'], 'ok: Answers'],
  ['out of reach', ['unreachable', 'unreachable'], 'critical: Unreachable'],
  ['nothing in time', ['timeout', 'timeout'], 'critical: No answer in time'],
  ['no rights', ['access-denied', 'access-denied'], 'critical: Access denied'],
  ['one collector hangs', ['ok', 'timeout', 'ok'], 'warning: 1 of 3 collectors fails'],
  ['two collectors fail', ['ok', 'timeout', 'error'], 'warning: 2 of 3 collectors fail'],
])('%s', (_, outcomes, expected) => {
  expect(show(...outcomes)).toBe(expected);
});

test('a host that refuses still answers', () => {
  expect(isReachable(scrapes('access-denied'))).toBe(true);
  expect(isReachable(scrapes('unreachable', 'timeout'))).toBe(false);
  expect(isReachable([])).toBe(false);
});
