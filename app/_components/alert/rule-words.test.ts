import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import type { ApiAlertRule } from '#lib/model/api/alert-rules.ts';
import { describeCondition, describeTimes, shortExpression } from './rule-words.ts';

const en = translateFor('en');
const condition = (parts: Partial<ApiAlertRule>): Parameters<typeof describeCondition>[1] => ({
  ...{ series: 'hvitals_scrape_success', where: [], abs: false, op: '==', threshold: 0 },
  ...parts,
});

test.each<[string, Partial<ApiAlertRule>]>([
  ['hvitals_scrape_success is 0', {}],
  ['hvitals_scrape_success, collector ≠ "vm" is 0', { where: [{ name: 'collector', op: '!=', value: 'vm' }] }],
  [
    'hvitals_scrape_success, host like "hv.*", host not like "hv9" is above 1.5',
    {
      where: [
        { name: 'host', op: '=~', value: 'hv.*' },
        { name: 'host', op: '!~', value: 'hv9' },
      ],
      op: '>',
      threshold: 1.5,
    },
  ],
  ['hvitals_scrape_success, without its sign, is 1e+21 or more', { abs: true, op: '>=', threshold: 1e21 }],
  [
    'Finding: VM runs twice',
    {
      series: 'hvitals_vm_finding',
      where: [{ name: 'code', op: '=', value: 'duplicate-vm-id' }],
      op: '>',
    },
  ],
  [
    'Finding: Host clock is off',
    { series: 'hvitals_host_finding', where: [{ name: 'code', op: '=', value: 'host-clock-bad' }], op: '>' },
  ],
  [
    'hvitals_vm_finding, code = "no-such" is above 0',
    { series: 'hvitals_vm_finding', where: [{ name: 'code', op: '=', value: 'no-such' }], op: '>' },
  ],
])('a rule says that %s', (words, parts) => {
  expect(describeCondition(en, condition(parts))).toBe(words);
});

test('times are said in the two largest units', () => {
  const times = (forSeconds: number, keepFiringForSeconds: number) => describeTimes(en, { forSeconds, keepFiringForSeconds });
  expect([times(0, 0), times(90, 0), times(0, 5_400)]).toEqual(['at once', '1m 30s', 'at once · 1h 30m']);
});

test('the short PromQL has the selector and the comparison', () => {
  const where = [{ name: 'code', op: '=~', value: 'a|"b"' } as const];
  expect(shortExpression(condition({ where, abs: true, op: '<', threshold: 2 }))).toBe(
    'abs(hvitals_scrape_success{code=~"a|\\"b\\""}) < 2',
  );
  expect(shortExpression(condition({}))).toBe('hvitals_scrape_success == 0');
});
