import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadShippedRules } from '#collectors/rule-files.ts';
import type { Labels } from '#lib/alerting/matcher.ts';
import { renderRuleFile } from '#lib/alerting/render-promql.ts';
import type { Rule } from '#lib/alerting/rule.ts';
import { noAlerts, step } from '#lib/alerting/step.ts';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { renderValue } from '#lib/metrics/render-line.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';

/** Rules evaluated by hvitals and by Prometheus' own promtool on the same written series: equal at each step. */

const stepMs = 15_000;
let promtool = '';
let folder = '';
beforeAll(async () => {
  promtool = await ensurePeer('promtool');
  folder = await mkdtemp(join(tmpdir(), 'hvitals-twin-'));
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

/** A series as written: its value at each step, undefined where it is absent. */
interface Written {
  readonly metric: string;
  readonly labels: Labels;
  readonly values: readonly (number | undefined)[];
}

/** A series that disappears from one scrape to the next is marked stale by Prometheus at once; after that nothing is written. */
function toValues({ values }: Written, steps: number): string {
  return Array.from({ length: steps }, (_, index) => {
    const value = values[index];
    return value !== undefined ? renderValue(value) : index > 0 && values[index - 1] !== undefined ? 'stale' : '_';
  }).join(' ');
}

function stepsOf(series: readonly Written[]): number {
  return Math.max(...series.map(({ values }) => values.length));
}

/** The `ALERTS` series that hvitals has at each step; state is stored and loaded again before each, as over restarts. */
function evaluate(rules: readonly Rule[], series: readonly Written[]) {
  let state = noAlerts;
  return Array.from({ length: stepsOf(series) }, (_, index) => {
    const samplesOf = (name: string) =>
      series.flatMap(({ metric, labels, values }) => {
        const value = values[index];
        return metric === name && value !== undefined ? [{ metric, labels, value }] : [];
      });
    const stored = JSON.parse(JSON.stringify([...state.alerts.values()]));
    state = step(loadAlerts(stored, state.evaluatedAt), { rules, samplesOf, now: index * stepMs }).state;
    return [...state.alerts.values()].map(({ labels, firingAt }) => ({
      labels: formatSeries({ metric: 'ALERTS', labels: { ...labels, alertstate: firingAt === null ? 'pending' : 'firing' } }),
      value: 1,
    }));
  });
}

async function compare(name: string, rules: readonly Rule[], groups: readonly (readonly Written[])[]) {
  const ruleFile = join(folder, `${name}.rules.yml`);
  const testFile = join(folder, `${name}.test.yml`);
  await writeFile(ruleFile, renderRuleFile(name, rules));
  const tests = groups.map((series) => ({
    interval: '15s',
    input_series: series.map((one) => ({ series: formatSeries(one), values: toValues(one, stepsOf(series)) })),
    promql_expr_test: evaluate(rules, series).map((alerts, index) => ({
      expr: 'ALERTS',
      eval_time: `${index * 15}s`,
      exp_samples: alerts,
    })),
  }));
  await writeFile(
    testFile,
    stringify({ rule_files: [ruleFile], evaluation_interval: '15s', tests }, { aliasDuplicateObjects: false }),
  );
  const { code, stdout, stderr } = await runProgram(promtool, ['test', 'rules', testFile], { timeoutMs: 120_000 });
  return { code, said: (stdout + stderr).slice(0, 4_000) };
}
const equal = { code: 0, said: expect.stringContaining('SUCCESS') };

const vm = (name: string, more: Labels = {}) => ({ vm_id: `id-${name}`, vm: name, ...more });
const repeat = <Value>(value: Value, times: number) => Array.from({ length: times }, () => value);

test('the shipped rules are rules of Prometheus', async () => {
  const { code, stdout, stderr } = await runProgram(promtool, ['check', 'rules', 'public/prometheus/hvitals.rules.yml'], {
    timeoutMs: 20_000,
  });
  expect({ code, said: stdout + stderr }).toMatchObject({ code: 0, said: expect.stringContaining('SUCCESS') });
});

test('the shipped rules say the same in both: lost, flapping, absent, back again', async () => {
  const finding = (code: string) => ({ metric: 'hvitals_vm_finding', labels: vm('web-1', { code, severity: 'critical' }) });
  const success = (host: string, collector: string) => ({ metric: 'hvitals_scrape_success', labels: { host, collector } });
  const series: readonly Written[] = [
    {
      ...finding('heartbeat-lost'),
      values: [undefined, ...repeat(1, 8), ...repeat(undefined, 12), ...repeat(1, 3), undefined, 1],
    },
    { ...finding('turned-off-dirty'), values: [1, undefined, 1, undefined, undefined, 1] },
    { ...finding('kvp-daemon-missing'), values: repeat(1, 70) },
    { ...success('hv01', 'vm'), values: [1, 1, ...repeat(0, 12), 1, 0, 1] },
    { ...success('hv02', 'vm'), values: [...repeat(0, 5), ...repeat(undefined, 5), ...repeat(0, 12)] },
    { ...success('hv01', 'kvp'), values: repeat(0, 70) },
    {
      metric: 'hvitals_vm_info',
      labels: vm('web-1', { host: 'hv01', generation: '2', version: '9.0' }),
      values: [...repeat(1, 5), undefined],
    },
    {
      metric: 'hvitals_vm_info',
      labels: vm('web-1', { host: 'hv02', generation: '2', version: '9.0' }),
      values: [...repeat(undefined, 5), ...repeat(1, 60)],
    },
  ];
  expect(await compare('shipped', loadShippedRules(), [series])).toEqual(equal);
});

test('a VM whose host gives no readings is said to be so, until another host has it', async () => {
  const info = (host: string) =>
    formatSeries({ metric: 'hvitals_vm_info', labels: vm('web-1', { host, generation: '2', version: '9.0' }) });
  const success = formatSeries({ metric: 'hvitals_scrape_success', labels: { host: 'hv01', collector: 'vm' } });
  const alerts = (time: string, there: boolean) => ({
    expr: 'ALERTS{alertname="HvitalsVmHostUnreachable"}',
    eval_time: time,
    exp_samples: there
      ? [
          {
            labels:
              'ALERTS{alertname="HvitalsVmHostUnreachable",alertstate="firing",generation="2",host="hv01",severity="none",version="9.0",vm="web-1",vm_id="id-web-1"}',
            value: 1,
          },
        ]
      : [],
  });
  const test = {
    interval: '1m',
    input_series: [
      { series: info('hv01'), values: '1 1 1 stale _ _ _ _ _ _' },
      { series: info('hv02'), values: '_ _ _ _ _ _ _ 1 1 1' },
      { series: success, values: '1 1 0 0 0 0 0 0 0 0' },
    ],
    promql_expr_test: [alerts('2m', false), alerts('3m', true), alerts('6m', true), alerts('7m', false)],
  };
  const testFile = join(folder, 'host.test.yml');
  const rule_files = [join(process.cwd(), 'public/prometheus/hvitals.rules.yml')];
  await writeFile(testFile, stringify({ rule_files, evaluation_interval: '1m', tests: [test] }));
  const { code, stdout, stderr } = await runProgram(promtool, ['test', 'rules', testFile], { timeoutMs: 60_000 });
  expect({ code, said: (stdout + stderr).slice(0, 2_000) }).toEqual(equal);
});

test('a comparison that would be wrong is seen', async () => {
  const rule = testRule({ forMs: 30_000 });
  const series = [{ metric: rule.series, labels: vm('a'), values: [1, 1, 1, 1] }];
  expect(await compare('right', [rule], [series])).toEqual(equal);
  const wrong = { ...series[0], values: [1, 1, 1, 1] } as Written;
  const late = { ...rule, forMs: 45_000 };
  const tests = evaluate([late], [wrong]);
  expect(tests).not.toEqual(evaluate([rule], [wrong]));
});

test('200 random series under random rules: equal at each step', async () => {
  const duration = fc.constantFrom(0, 15_000, 30_000, 40_000, 60_000);
  const threshold = fc.constantFrom(-1, 0, 1, 2.5);
  const rule = fc
    .record({
      op: fc.constantFrom('>', '>=', '<', '<=', '==', '!=' as const),
      threshold,
      abs: fc.boolean(),
      forMs: duration,
      keepFiringMs: duration,
    })
    .map((parts) => testRule({ ...parts, series: 'hvitals_vm_state', where: [{ name: 'vm', op: '!~', value: 'vm-[78].*' }] }));
  const value = fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.constantFrom(-3, -1, 0, 1, 2, 2.5, Number.NaN, Number.POSITIVE_INFINITY) },
  );
  // Values stay for a while, so that pending alerts grow old enough to fire.
  const run = fc.tuple(value, fc.integer({ min: 1, max: 5 }));
  const values = fc.array(run, { minLength: 4, maxLength: 12 }).map((runs) => runs.flatMap(([one, times]) => repeat(one, times)));
  const seed = fc.sample(fc.noBias(fc.nat()), 1)[0] ?? 0;
  const rules = fc.sample(rule, { numRuns: 16, seed }).map((one, index) => ({ ...one, name: `Random${index}` }));
  const histories = fc.sample(values, { numRuns: 200, seed });
  const groups = Array.from({ length: 20 }, (_, group) =>
    histories
      .slice(group * 10, group * 10 + 10)
      .map((own, index) => ({ metric: 'hvitals_vm_state', labels: vm(`vm-${index}`), values: own })),
  );
  expect({ seed, ...(await compare('random', rules, groups)) }).toEqual({ seed, ...equal });
}, 180_000);
