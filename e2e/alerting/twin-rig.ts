import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { Labels } from '#lib/alerting/matcher.ts';
import { renderRuleFile } from '#lib/alerting/render-promql.ts';
import type { Rule } from '#lib/alerting/rule.ts';
import { type AlertState, noAlerts, step } from '#lib/alerting/step.ts';
import { loadAlerts, toSavedAlert } from '#lib/alerting/stored-alerts.ts';
import { fillTemplate } from '#lib/alerting/template.ts';
import { renderValue } from '#lib/metrics/render-line.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';

export const stepMs = 15_000;

/** What promtool writes at a step: a value; that the series ended; or nothing, as where Prometheus was away for a scrape. */
type Written = number | 'ended' | 'missed';

/** A series as written. After its last value nothing is written. */
export interface WrittenSeries {
  readonly metric: string;
  readonly labels: Labels;
  readonly values: readonly Written[];
}

/** How long Prometheus takes the last value for the present one while nothing is written. */
const lookbackMs = 300_000;

/** The value that stands at a step: the last one, unless the series has ended or it is too old. */
function standing(values: readonly Written[], index: number): number | undefined {
  const at = values.slice(0, index + 1).findLastIndex((value) => value !== 'missed');
  const value = values[at];
  return typeof value === 'number' && (index - at) * stepMs <= lookbackMs ? value : undefined;
}

function stepsOf(series: readonly WrittenSeries[]): number {
  return Math.max(...series.map(({ values }) => values.length));
}

/** The alerts that hvitals has at each step; the state is stored and loaded before a step where `restartsAt` says so. */
export function evaluate(
  rules: readonly Rule[],
  series: readonly WrittenSeries[],
  restartsAt: (index: number) => boolean = () => true,
): readonly (readonly AlertState[])[] {
  let state = noAlerts;
  return Array.from({ length: stepsOf(series) }, (_, index) => {
    const samplesOf = (name: string) =>
      series.flatMap(({ metric, labels, values }) => {
        const value = metric === name ? standing(values, index) : undefined;
        return value === undefined ? [] : [{ metric, labels, value }];
      });
    if (restartsAt(index)) {
      state = loadAlerts(JSON.parse(JSON.stringify([...state.alerts.values()].map(toSavedAlert))), state.evaluatedAt);
    }
    state = step(state, { rules, samplesOf, now: index * stepMs }).state;
    return [...state.alerts.values()];
  });
}

/** One test of promtool: the written series, and that Prometheus has what hvitals has at each step. */
function toTest(rules: readonly Rule[], series: readonly WrittenSeries[], restartsAt?: (index: number) => boolean) {
  const alerts = evaluate(rules, series, restartsAt);
  return {
    interval: '15s',
    input_series: toInputSeries(series),
    promql_expr_test: alerts.flatMap((now, index) => [
      {
        expr: 'ALERTS',
        eval_time: `${index * 15}s`,
        exp_samples: now.map(({ labels, firingAt }) =>
          toSample('ALERTS', { ...labels, alertstate: firingAt === null ? 'pending' : 'firing' }, 1),
        ),
      },
      {
        expr: 'ALERTS_FOR_STATE',
        eval_time: `${index * 15}s`,
        exp_samples: now.map(({ labels, activeAt }) => toSample('ALERTS_FOR_STATE', labels, activeAt / 1_000)),
      },
    ]),
    alert_rule_test: rules.flatMap((rule) => toAnnotationTests(rule, alerts)),
  };
}

/** Texts of firing alerts, at the last step of each rule that has any. */
function toAnnotationTests(rule: Rule, alerts: readonly (readonly AlertState[])[]) {
  const firing = alerts.map((now) => now.filter((alert) => alert.rule === rule.name && alert.firingAt !== null));
  const last = firing.findLastIndex((now) => now.length > 0);
  if (last === -1 || rule.series.startsWith('hvitals_vm_')) return [];
  const text = (template: string, { labels, value }: AlertState) => fillTemplate(template, labels, value);
  return [
    {
      eval_time: `${last * 15}s`,
      alertname: rule.name,
      exp_alerts: firing[last]?.map((alert) => ({
        exp_labels: Object.fromEntries(Object.entries(alert.labels).filter(([name]) => name !== 'alertname')),
        exp_annotations: {
          summary: text(rule.summary, alert),
          ...(rule.description === '' ? {} : { description: text(rule.description, alert) }),
          ...(rule.runbook === '' ? {} : { runbook: rule.runbook }),
        },
      })),
    },
  ];
}

function toSample(metric: string, labels: Labels, value: number) {
  return { labels: formatSeries({ metric, labels }), value };
}

/** With the labels that a scrape adds. */
export function toInputSeries(series: readonly WrittenSeries[]) {
  const values = (one: WrittenSeries) =>
    one.values.map((value) => (value === 'ended' ? 'stale' : value === 'missed' ? '_' : renderValue(value)));
  return series.map((one) => ({
    series: formatSeries({ metric: one.metric, labels: { ...one.labels, job: 'hvitals', instance: 'hv:7481/shard-1-of-1' } }),
    values: [...values(one), ...Array.from({ length: stepsOf(series) - one.values.length }, () => '_')].join(' '),
  }));
}

/** promtool in a folder of its own. */
export interface Twin {
  /** Whether Prometheus has the same alerts as hvitals for each group of series, at each step. */
  compare(
    name: string,
    rules: readonly Rule[],
    groups: readonly (readonly WrittenSeries[])[],
    restartsAt?: (index: number) => boolean,
  ): Promise<{ readonly code: number | null; readonly said: string }>;
  /** Runs tests that are written in promtool's own form on a rule file. */
  run(
    name: string,
    ruleFile: string,
    tests: readonly unknown[],
  ): Promise<{ readonly code: number | null; readonly said: string }>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const equal = { code: 0, said: expect.stringContaining('SUCCESS') };

export async function createTwin(): Promise<Twin> {
  const promtool = await ensurePeer('promtool');
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-twin-'));
  const run: Twin['run'] = async (name, ruleFile, tests) => {
    await writeFile(join(folder, `${name}.rules.yml`), ruleFile);
    const file = join(folder, `${name}.test.yml`);
    const text = stringify(
      { rule_files: [`${name}.rules.yml`], evaluation_interval: '15s', tests },
      { aliasDuplicateObjects: false },
    );
    await writeFile(file, text);
    const { code, stdout, stderr } = await runProgram(promtool, ['test', 'rules', file], { timeoutMs: 120_000 });
    return { code, said: (stdout + stderr).slice(0, 4_000) };
  };
  return {
    run,
    compare: (name, rules, groups, restartsAt) =>
      run(
        name,
        renderRuleFile(name, rules),
        groups.map((series) => toTest(rules, series, restartsAt)),
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
