import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectorOf } from './load-history.ts';
import { parseHistoryQuery } from './parse-history-query.ts';

const now = Date.parse('2026-11-23T08:00:07Z');
const good = 'subject=host:hv01&series=hvitals_scrape_success{collector="kvp"}&from=2026-11-23T07:00:00Z';
const parse = (text: string) => parseHistoryQuery(new URLSearchParams(text), now);
const problems = (text: string) => {
  const parsed = parse(text);
  return parsed.ok ? [] : parsed.problems.map(({ parameter }) => parameter);
};

test('a short question gets now as its end, and a round step at whose multiples the values stand', () => {
  expect(parse(good)).toEqual({
    ok: true,
    query: {
      subject: 'host:hv01',
      series: [{ metric: 'hvitals_scrape_success', labels: { collector: 'kvp' } }],
      from: Date.parse('2026-11-23T07:00:00Z'),
      to: Date.parse('2026-11-23T08:00:00Z'),
      stepMs: 15_000,
      format: undefined,
    },
  });
});

test('times are ISO 8601 with a zone or milliseconds, steps have units, ids any form', () => {
  const text = `subject=vm:{2A34B1C2-FD73-4043-8A5B-DD2159BC743F}&series=hvitals_vm_state&from=${now - 7_200_000}&to=2026-11-23T09:00:00%2B01:00&step=5m`;
  const parsed = parse(text);
  expect(parsed.ok && parsed.query).toMatchObject({
    subject: 'vm:2a34b1c2-fd73-4043-8a5b-dd2159bc743f',
    from: Date.parse('2026-11-23T06:00:00Z'),
    to: Date.parse('2026-11-23T08:00:00Z'),
    stepMs: 300_000,
  });
});

test.each([
  ['', ['subject', 'series', 'from']],
  [good.replace('host:hv01', 'host:'), ['subject']],
  [good.replace('host:hv01', 'vm:1'), ['subject']],
  [`${good}&series=hvitals_vm_state{`, ['series 2']],
  [`${good}&series=up`, ['series 2']],
  [`${good}&series=__proto__`, ['series 2']],
  [good.replace('T07:00:00Z', 'T07:00:00'), ['from']],
  [good.replace('T07:00:00Z', ''), ['from']],
  [`${good}&to=yesterday`, ['to']],
  [`${good}&to=2026-11-23T06:00:00Z`, ['to']],
  [`${good}&step=0`, ['step']],
  [`${good}&step=1w`, ['step']],
  [`${good}&step=1s`, ['step']],
  [`${good}&format=xml`, ['format']],
  [good + '&series=hvitals_vm_state'.repeat(40), ['series']],
])('%s is refused for %j', (text, parameters) => {
  expect(problems(text)).toEqual(parameters);
});

test('no question is answered with more than 2,000 values', () => {
  fc.assert(
    fc.property(fc.nat(4 * 10 ** 12), fc.nat(4 * 10 ** 12), fc.option(fc.integer({ min: 1, max: 10 ** 6 })), (from, to, step) => {
      const asked = step === null ? '' : `&step=${step}`;
      const parsed = parse(`subject=host:a&series=hvitals_vm_state&from=${from}&to=${to}${asked}`);
      if (!parsed.ok) return;
      const { query } = parsed;
      expect((query.to - query.from) / query.stepMs + 1).toBeLessThanOrEqual(2_000);
      expect([query.from % query.stepMs, query.to % query.stepMs]).toEqual([0, 0]);
    }),
  );
});

test('any garbage gets an answer', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('subject', 'series', 'from', 'to', 'step', 'format'), fc.string()), (params) => {
      const parsed = parseHistoryQuery(new URLSearchParams(params), now);
      if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
    }),
  );
});

test('the collector of a metric is found by its name', () => {
  const of = (metric: string, labels = {}) => collectorOf({ metric, labels });
  expect(of('hvitals_vm_state')).toBe('vm');
  expect(of('hvitals_vm_heartbeat_status')).toBe('heartbeat');
  expect(of('hvitals_vm_integration_services_status')).toBe('integration-services');
  expect(of('hvitals_host_vm_instances')).toBe('vm');
  expect(of('hvitals_scrape_success', { collector: 'kvp' })).toBe('kvp');
});
