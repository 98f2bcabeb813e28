import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { hostUnreachableRule, vmHostUnreachableRule } from '#lib/alerting/inhibit.ts';
import { toPrometheusRule } from '#lib/alerting/render-promql.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { createTwin, equal, type Twin, toInputSeries, type WrittenSeries } from './twin-rig.ts';

/** What the shipped file for Prometheus does with the host of a VM. */

const file = new URL('../../public/prometheus/hvitals.rules.yml', import.meta.url);
let twin: Twin;
beforeAll(async () => {
  twin = await createTwin();
}, 300_000);
afterAll(() => twin[Symbol.asyncDispose]());

const repeat = <Value>(value: Value, times: number) => Array.from({ length: times }, () => value);
const ended = 'ended' as const;
const missed = 'missed' as const;
const info = (vm: string, host: string, values: WrittenSeries['values']): WrittenSeries => ({
  metric: 'hvitals_vm_info',
  labels: { vm_id: `id-${vm}`, vm, host, generation: '2', version: '9.0' },
  values,
});
const success = (host: string, values: WrittenSeries['values']): WrittenSeries => ({
  metric: 'hvitals_scrape_success',
  labels: { host, collector: 'vm' },
  values,
});
const finding = (vm: string, values: WrittenSeries['values']): WrittenSeries => ({
  metric: 'hvitals_vm_finding',
  labels: { vm_id: `id-${vm}`, vm, code: 'heartbeat-lost', severity: 'critical' },
  values,
});

test('the shipped file passes promtool', async () => {
  const result = await runProgram(await ensurePeer('promtool'), ['check', 'rules', file.pathname], { timeoutMs: 20_000 });
  expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('SUCCESS'), stderr: '' });
});

test('a VM that moves while its alert is pending fires when its for is full, with its new host in an annotation', async () => {
  const series = [
    finding('web', repeat(1, 8)),
    info('web', 'hv01', [1, 1, ended]),
    info('web', 'hv02', [missed, missed, ...repeat(1, 6)]),
  ];
  const labels = { severity: 'critical', vm_id: 'id-web', vm: 'web', code: 'heartbeat-lost' };
  const annotations = { summary: 'Heartbeat lost: web', host: 'hv02', runbook: 'docs/findings/heartbeat-lost.md' };
  const alert = { alertname: 'HvitalsHeartbeatLost' };
  const tests = [
    {
      interval: '15s',
      input_series: toInputSeries(series),
      alert_rule_test: [
        { ...alert, eval_time: '45s', exp_alerts: [] },
        { ...alert, eval_time: '60s', exp_alerts: [{ exp_labels: labels, exp_annotations: annotations }] },
      ],
    },
  ];
  expect(await twin.run('moves', await readFile(file, 'utf8'), tests)).toEqual(equal);
});

test('with the host as a label it would fire later: its for would begin anew at the move', async () => {
  const rule = testRule({ forMs: 60_000 });
  const { annotations: _, ...plain } = toPrometheusRule(rule);
  const expr = 'hvitals_vm_finding * on (vm_id) group_left (host) hvitals_vm_info > 0';
  const series = [
    finding('web', repeat(1, 8)),
    info('web', 'hv01', [1, 1, ended]),
    info('web', 'hv02', [missed, missed, ...repeat(1, 6)]),
  ];
  const of = (alert: string, eval_time: string, value: number) => ({
    expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
    eval_time,
    exp_samples: value === 0 ? [] : [{ labels: '{}', value }],
  });
  const rules = { groups: [{ name: 'a', rules: [plain, { ...plain, alert: 'Joined', expr }] }] };
  const tests = [
    {
      interval: '15s',
      input_series: toInputSeries(series),
      promql_expr_test: [of(rule.name, '60s', 1), of('Joined', '60s', 0), of('Joined', '75s', 0), of('Joined', '90s', 1)],
    },
  ];
  expect(await twin.run('joined', stringify(rules), tests)).toEqual(equal);
});

test('a host of which nothing is known has one alert for each VM that it has, or had when its series vanished', async () => {
  const steps = 24;
  const series = [
    success('hv01', [1, 1, ...repeat(0, steps - 2)]),
    success('hv02', repeat(1, steps)),
    // Vanishes with the readings of its host.
    info('web', 'hv01', [...repeat(1, 5), ended]),
    // Was on the host and is elsewhere now.
    info('moved', 'hv01', [1, ended]),
    info('moved', 'hv02', [missed, ...repeat(1, steps - 1)]),
    info('db', 'hv02', repeat(1, steps)),
  ];
  const at = (eval_time: string, names: readonly string[]) => ({
    expr: `ALERTS{alertname=~"${hostUnreachableRule}|${vmHostUnreachableRule}",alertstate="firing"}`,
    eval_time,
    exp_samples: names.map((name) => ({
      value: 1,
      labels:
        name === 'host'
          ? `ALERTS{alertname="${hostUnreachableRule}",alertstate="firing",collector="vm",host="hv01",severity="critical"}`
          : `ALERTS{alertname="${vmHostUnreachableRule}",alertstate="firing",host="hv01",severity="none",vm="${name}",vm_id="id-${name}"}`,
    })),
  });
  const tests = [
    {
      interval: '15s',
      input_series: toInputSeries(series),
      promql_expr_test: [at('135s', []), at('150s', ['host', 'web']), at('345s', ['host', 'web'])],
    },
  ];
  expect(await twin.run('out-of-reach', await readFile(file, 'utf8'), tests)).toEqual(equal);
});
