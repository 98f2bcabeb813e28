import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import { describeCode, describeCodeWithNumber, describeState, isKnownCode } from './describe-code.ts';

const t = translateFor('en');

test('known codes have a word, others pass through', () => {
  expect(t.message(describeCode('status', 12))).toBe('No contact');
  expect(t.message(describeCode('status', 4_711))).toBe('unknown(4711)');
  expect(isKnownCode('health', 25)).toBe(true);
  expect(isKnownCode('health', 26)).toBe(false);
});

test('with its number a word says which code it stands for', () => {
  expect(t.message(describeCodeWithNumber('status', 32_775))).toBe('Protocol version differs (32775)');
  expect(t.message(describeCodeWithNumber('status', 4_711))).toBe('unknown(4711)');
});

// hyperv-facts.md 2.2: VMIntegrationComponentOperationalStatus; cim-facts.md 1.2: EnabledState.
test.each([2, 3, 6, 7, 12, 13, 15, 32_775, 32_782, 32_783, 32_784, 32_896])('status %i is known', (code) => {
  expect(isKnownCode('status', code)).toBe(true);
});
test.each([1, 2, 3, 4, 6, 9, 10, 11])('state %i is known', (code) => {
  expect(isKnownCode('state', code)).toBe(true);
});

test('a state in transition says its token, and nothing of Object.prototype is a token', () => {
  expect(t.message(describeState(1, 'Quiescing'))).toBe('Pausing');
  expect(t.message(describeState(1, 'constructor'))).toBe('unknown(constructor)');
  expect(t.message(describeState(1, ''))).toBe('In transition');
  expect(t.message(describeState(2, 'Saving'))).toBe('Running');
});
