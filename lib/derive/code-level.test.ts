import { expect, test } from 'vitest';
import { enCodes } from '#lib/i18n/en-codes.ts';
import { levelOfState, levelOfStatus } from './code-level.ts';

const codes = (family: string) =>
  Object.keys(enCodes)
    .filter((key) => key.startsWith(`${family}.`))
    .map((key) => Number(key.slice(family.length + 1)));

test('every status and state that has a word has a level of its own', () => {
  expect(codes('status').length).toBeGreaterThan(5);
  expect(codes('status').filter((code) => levelOfStatus(code) === 'unknown')).toEqual([]);
  expect(codes('state').filter((code) => levelOfState(code) === 'unknown')).toEqual([]);
});

test('a code without a word is unknown, never fine', () => {
  expect([levelOfStatus(99), levelOfState(99)]).toEqual(['unknown', 'unknown']);
});

test('lost communication is worse than no contact, which a guest without the service shows too', () => {
  expect([levelOfStatus(13), levelOfStatus(12), levelOfStatus(2)]).toEqual(['critical', 'warning', 'ok']);
});
