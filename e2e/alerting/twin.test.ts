import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadShippedRules } from '#collectors/shipped-rules.ts';
import type { Labels, Matcher } from '#lib/alerting/matcher.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { createTwin, equal, evaluate, type Twin, type WrittenSeries } from './twin-rig.ts';

/** Rules evaluated by hvitals and by Prometheus' own promtool on the same written series: equal at each step. */

let twin: Twin;
// The first run on a machine may have to fetch and unpack the package.
beforeAll(async () => {
  twin = await createTwin();
}, 300_000);
afterAll(() => twin[Symbol.asyncDispose]());

const vm = (name: string, more: Labels = {}) => ({ vm_id: `id-${name}`, vm: name, ...more });
const repeat = <Value>(value: Value, times: number) => Array.from({ length: times }, () => value);
const ended = 'ended' as const;
const missed = 'missed' as const;

test('the shipped rules say the same in both: lost, flapping, ended, missed, back again', async () => {
  const finding = (code: string) => ({ metric: 'hvitals_vm_finding', labels: vm('web-1', { code, severity: 'critical' }) });
  const success = (host: string, collector: string) => ({ metric: 'hvitals_scrape_success', labels: { host, collector } });
  const info = (host: string) => ({
    metric: 'hvitals_vm_info',
    labels: vm('web-1', { host, generation: '2', version: '9.0' }),
  });
  const series: readonly WrittenSeries[] = [
    { ...finding('heartbeat-lost'), values: [missed, ...repeat(1, 8), ...repeat(ended, 12), ...repeat(1, 3), ended, 1] },
    { ...finding('turned-off-dirty'), values: [1, ended, 1, missed, ended, 1] },
    { ...finding('kvp-daemon-missing'), values: repeat(1, 70) },
    { ...success('hv01', 'vm'), values: [1, 1, ...repeat(0, 12), 1, 0, 1] },
    { ...success('hv02', 'vm'), values: [...repeat(0, 5), ...repeat(ended, 5), ...repeat(0, 12)] },
    { ...success('hv01', 'kvp'), values: repeat(0, 70) },
    { metric: 'hvitals_daemon_interval_stretch', labels: {}, values: repeat(4 / 3, 70) },
    { metric: 'hvitals_host_cluster_node_drain', labels: { host: 'hv01', state: 'failed' }, values: repeat(1, 70) },
    // The VM moves while its alert is pending.
    { ...info('hv01'), values: [...repeat(1, 3), ended] },
    { ...info('hv02'), values: [...repeat(missed, 3), ...repeat(1, 60)] },
  ];
  expect(await twin.compare('shipped', loadShippedRules(), [series])).toEqual(equal);
});

test('missed scrapes: the last value stands for five minutes, and a for goes on', async () => {
  const rules = [testRule({ forMs: 60_000, keepFiringMs: 30_000 }), testRule({ name: 'Quick' })];
  const at = (name: string, values: WrittenSeries['values']) => ({ metric: 'hvitals_vm_finding', labels: vm(name), values });
  const series = [
    at('a', [1, ...repeat(missed, 30), 1, 1]),
    at('b', [1, missed, 1, missed, missed, 1, ended, missed, 1]),
    at('c', [1, 1, missed, 0, missed, 1, ...repeat(missed, 5), ended]),
    at('d', [missed, missed, 1, ...repeat(missed, 19), 1]),
  ];
  expect(await twin.compare('missed', rules, [series])).toEqual(equal);
  expect(evaluate(rules, series).some((alerts) => alerts.some(({ firingAt }) => firingAt === null))).toBe(true);
});

test('a comparison that would be wrong is seen', async () => {
  const rule = testRule({ forMs: 30_000 });
  const series = [{ metric: rule.series, labels: vm('a'), values: [1, 1, 1, 1] }];
  expect(await twin.compare('right', [rule], [series])).toEqual(equal);
  expect(evaluate([{ ...rule, forMs: 45_000 }], series)).not.toEqual(evaluate([rule], series));
  const other = {
    interval: '15s',
    promql_expr_test: [{ expr: 'ALERTS', eval_time: '0s', exp_samples: [{ labels: 'ALERTS', value: 1 }] }],
  };
  expect(await twin.run('wrong', 'groups: []\n', [other])).toMatchObject({ code: 1 });
});

const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({
    name: fc.constantFrom('vm', 'code', 'owner'),
    op: fc.constantFrom('=', '!='),
    value: fc.constantFrom('', 'vm-3', 'red', 'a"b\\c'),
  }),
  fc.record({
    name: fc.constantFrom('vm', 'code'),
    op: fc.constantFrom('=~', '!~'),
    value: fc.constantFrom('', 'vm-[0-4]', '(red|green)?', 'vm-.{1,2}', '.+', 'r\\w*|a.*', '[^r].*'),
  }),
);
const duration = fc.constantFrom(0, 15_000, 30_000, 40_000, 60_000);
const randomRule = fc
  .record({
    series: fc.constantFrom('hvitals_vm_state', 'hvitals_vm_finding'),
    where: fc.array(matcher, { maxLength: 2 }),
    op: fc.constantFrom('>', '>=', '<', '<=', '==', '!='),
    threshold: fc.constantFrom(-1, 0, 1, 2.5),
    abs: fc.boolean(),
    forMs: duration,
    keepFiringMs: duration,
  })
  .map((parts) => testRule(parts));
const written = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(ended, missed) },
  { weight: 4, arbitrary: fc.constantFrom(-3, -1, 0, 1, 2, 2.5, 1e7, Number.NaN, Number.POSITIVE_INFINITY) },
);
// Values stay for a while, so that pending alerts grow old enough to fire.
const values = fc
  .array(fc.tuple(written, fc.integer({ min: 1, max: 5 })), { minLength: 4, maxLength: 12 })
  .map((runs) => runs.flatMap(([one, times]) => repeat(one, times)));
const randomSeries = fc.record({
  metric: fc.constantFrom('hvitals_vm_state', 'hvitals_vm_finding'),
  code: fc.constantFrom('', 'red', 'green', 'a"b\\c'),
  values,
});

test('200 random series under random rules: equal at each step, through restarts at random steps', async () => {
  const seed = fc.sample(fc.noBias(fc.nat()), 1)[0] ?? 0;
  const rules = fc.sample(randomRule, { numRuns: 40, seed }).map((rule, index) => ({ ...rule, name: `Random${index}` }));
  const all = fc.sample(randomSeries, { numRuns: 200, seed });
  const groups = Array.from({ length: 20 }, (_, group) =>
    all.slice(group * 10, group * 10 + 10).map(({ metric, code, values: own }, index) => ({
      ...{ metric, labels: vm(`vm-${index}`, code === '' ? {} : { code }), values: own },
    })),
  );
  const restarts = fc.sample(fc.boolean(), { numRuns: 60, seed });
  const result = await twin.compare('random', rules, groups, (index) => restarts[index] === true);
  expect({ seed, ...result }).toEqual({ seed, ...equal });
}, 180_000);
