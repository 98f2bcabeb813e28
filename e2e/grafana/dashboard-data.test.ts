import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { recordingRules } from '#lib/metrics/recording-rules.ts';
import { eventually } from '../support/eventually.ts';
import { type Prometheus, type QueryRow, startPrometheus } from '../support/prometheus.ts';
import { type StartedCollectors, startCollectors } from '../support/start-collectors.ts';
import { type Dashboard, type Panel, panelsOf, shippedDashboards } from './dashboard-json.ts';
import { knownNames, metricNames } from './metric-names.ts';
import { rareVm, serveRareSeries } from './rare-series.ts';

const rulesFolder = new URL('../../public/prometheus/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, rulesFolder), 'utf8');
const rulesFile = z.object({ groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })) });

/**
 * Queries that may find nothing in the demo fleet, each with the reason. `uid / title / letter`. Where they find nothing there, they
 * must find the rare series.
 */
const mayBeEmpty: Readonly<Record<string, string>> = {
  'hvitals-fleet / Findings about hosts / A': 'The clocks of all hosts of the demo fleet are right.',
  'hvitals-host / Findings about these hosts / A': 'The clocks of all hosts of the demo fleet are right.',
  'hvitals-host / Last migrations / A': 'VMs of the demo fleet migrate now and then.',
  'hvitals-host / Last migrations / B': 'Few migrations of the demo fleet fail.',
  'hvitals-host / Last migrations / C': 'VMs of the demo fleet migrate now and then.',
  'hvitals-host / Cluster node / B': 'No node of the demo fleet is being drained.',
  'hvitals-vm / Last power event / A': 'Only what happened since the logs of the demo fleet begin.',
  'hvitals-vm / Since that event / A': 'Only what happened since the logs of the demo fleet begin.',
  'hvitals-clocks / Findings about clocks / A': 'Clocks of the demo fleet go wrong at some hours only.',
  'hvitals-clocks / Offset / A': 'No server is named in clock.ownNtpServers: a test asks nobody outside.',
  'hvitals-clocks / Offset / B': 'No server is named in clock.ownNtpServers: a test asks nobody outside.',
};

let collectors: StartedCollectors;
let prometheus: Prometheus;
let rareSeries: Awaited<ReturnType<typeof serveRareSeries>>;
let rare: Prometheus;
let vmIds: readonly string[];
let known: ReadonlySet<string>;

beforeAll(async () => {
  collectors = await startCollectors();
  rareSeries = await serveRareSeries();
  rare = await startPrometheus(rareSeries.url);
  const configuration = [
    'global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}',
    'rule_files: [recording.yml, rules.yml]',
    textOf('scrape-config.yml').replaceAll('127.0.0.1:7481', `127.0.0.1:${collectors.port}`).replace('15s', '1s'),
  ];
  prometheus = await startPrometheus(collectors.url, configuration.join('\n'), {
    'recording.yml': textOf('hvitals.recording.yml').replace('interval: 1m', 'interval: 1s'),
    'rules.yml': textOf('hvitals.rules.yml').replace('interval: 15s', 'interval: 1s'),
  });
  await eventually('all numbers are recorded', 60_000, async () => {
    for (const { record } of recordingRules)
      expect({ record, series: (await prometheus.query(record)).length }).not.toMatchObject({ series: 0 });
    expect((await prometheus.query('count_over_time(hvitals_daemon_targets[1m]) > 2')).length).toBe(1);
  });
  await eventually('the rare series are scraped', 20_000, async () => {
    expect((await rare.query('hvitals_vm_info')).length).toBe(1);
  });
  vmIds = (await prometheus.query('hvitals_vm_info')).map(({ labels }) => labels.vm_id ?? '').toSorted();
  known = knownNames(await collectors.scrape());
}, 300_000);

afterAll(async () => {
  await prometheus.stop();
  await rare.stop();
  rareSeries.close();
  await collectors.stop();
});

/** A query with the values that Grafana puts in: everything chosen, and one VM. */
function fill(expr: string, vmId: string, chosen: Readonly<Record<string, string>> = {}): string {
  const values = { cluster: '.*', host: '.*', reference: 'ntp', vm: vmId, __rate_interval: '1m', __range: '1h', ...chosen };
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), expr);
}

/** What a query gives: of the first VM that gives anything, where it is about one. */
async function rowsOf(expr: string, chosen: Readonly<Record<string, string>> = {}): Promise<readonly QueryRow[]> {
  for (const vmId of expr.includes('$vm') ? vmIds : ['']) {
    const found = await prometheus.query(fill(expr, vmId, chosen));
    if (found.length > 0) return found;
  }
  return [];
}

/** The rows of a query of a dashboard, from the rare series where the demo fleet may have none. */
async function rowsOfQuery(key: string, expr: string, chosen?: Readonly<Record<string, string>>): Promise<readonly QueryRow[]> {
  const found = await rowsOf(expr, chosen);
  return found.length === 0 && Object.hasOwn(mayBeEmpty, key) ? rare.query(fill(expr, rareVm)) : found;
}

const keyOf = ({ uid }: Dashboard, { title }: Panel, refId: string) => `${uid} / ${title} / ${refId}`;
const queries = shippedDashboards.flatMap((dashboard) =>
  panelsOf(dashboard).flatMap((panel) => panel.targets.map(({ refId, expr }) => [keyOf(dashboard, panel, refId), expr] as const)),
);

test('the list of queries that may be empty names only queries that exist', () => {
  expect(Object.keys(mayBeEmpty).filter((key) => !queries.some(([one]) => one === key))).toEqual([]);
});

test.each(queries)('%s names only metrics that exist, and finds data', async (key, expr) => {
  const names = metricNames(expr);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  expect((await rowsOfQuery(key, expr)).length, fill(expr, vmIds[0] ?? '')).toBeGreaterThan(0);
});

test('with one cluster chosen, numbers are those of its hosts alone; with all, VMs of hosts in none count too', async () => {
  const hosts = await prometheus.query('hvitals_host_info');
  const clusters = new Set(hosts.map(({ labels }) => labels.cluster ?? ''));
  const [cluster = ''] = [...clusters].filter((name) => name !== '');
  expect([...clusters].toSorted()).toEqual(['', cluster]);
  const inCluster = new Set(hosts.flatMap(({ labels }) => (labels.cluster === cluster ? [labels.host ?? ''] : [])));
  for (const [key, expr] of queries.filter(([, one]) => one.includes('$cluster'))) {
    const rows = await rowsOf(expr, { cluster });
    if (!Object.hasOwn(mayBeEmpty, key)) expect([key, rows.length > 0]).toEqual([key, true]);
    for (const { labels } of rows) if (labels.host !== undefined) expect([key, inCluster.has(labels.host)]).toEqual([key, true]);
  }
  const [, vms = ''] = queries.find(([key]) => key === 'hvitals-fleet / VMs / A') ?? [];
  const count = async (chosen: string) => (await rowsOf(vms, { cluster: chosen }))[0]?.value;
  await eventually('both are of one moment', 20_000, async () => {
    expect(await count('.*')).toBe((await prometheus.query('hvitals_vm_info')).length);
    const placed = await prometheus.query('hvitals_vm_info');
    expect(await count(cluster)).toBe(placed.filter(({ labels }) => inCluster.has(labels.host ?? '')).length);
  });
}, 40_000);

test('a number that nothing is counted for is 0 while hvitals is there, and none without it', async () => {
  const [, critical = ''] = queries.find(([key]) => key === 'hvitals-fleet / With critical findings / A') ?? [];
  const none = critical.replace('severity="critical"', 'severity="none such"');
  expect(none).not.toBe(critical);
  expect((await rowsOf(none)).map(({ value }) => value)).toEqual([0]);
  expect(await rowsOf(none, { cluster: 'no such cluster' })).toEqual([]);
});

describe.each(shippedDashboards.map((dashboard) => [dashboard.uid, dashboard] as const))('%s', (_uid, dashboard) => {
  test('marks of alerts can be asked for', async () => {
    for (const { expr } of dashboard.annotations.list) {
      expect(metricNames(expr)).toEqual(['ALERTS']);
      await prometheus.query(fill(expr, vmIds[0] ?? ''));
    }
  });

  test('tables show labels and values that their queries give, and leave none over', async () => {
    for (const panel of panelsOf(dashboard)) {
      if (panel.type !== 'table') continue;
      const options = panel.transformations?.find(({ id }) => id === 'organize')?.options;
      const shown = Object.keys({ ...(options?.indexByName ?? {}), ...(options?.excludeByName ?? {}) });
      const given = new Set(['Time']);
      for (const { refId, expr } of panel.targets) {
        given.add(panel.targets.length === 1 ? 'Value' : `Value #${refId}`);
        for (const { labels } of await rowsOfQuery(keyOf(dashboard, panel, refId), expr))
          for (const label of Object.keys(labels)) given.add(label);
      }
      expect([panel.title, shown.toSorted()]).toEqual([panel.title, [...given].toSorted()]);
    }
  });
});

test('every variable that is asked of Prometheus gets values, and each VM is there by name and id', async () => {
  for (const { uid, templating } of shippedDashboards) {
    for (const { name, query, regex = '' } of templating.list.filter(({ type }) => type === 'query')) {
      const text = typeof query === 'string' ? query : query.query;
      const values = await valuesOf(fill(text, ''), regex);
      expect([uid, name, values.length > 0]).toEqual([uid, name, true]);
      if (name !== 'vm') continue;
      expect(values.map(({ value }) => value).toSorted()).toEqual(vmIds);
      const names = new Map((await prometheus.query('hvitals_vm_info')).map(({ labels }) => [labels.vm_id, labels.vm]));
      for (const one of values) expect(one.text).toBe(names.get(one.value));
    }
  }
});

/** As Grafana fills a variable: by the values of a label, or by the text of each result and a pattern. */
async function valuesOf(query: string, regex: string): Promise<readonly { readonly text: string; readonly value: string }[]> {
  const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
  if (selector !== undefined && label !== undefined) {
    expect(metricNames(selector).filter((name) => !known.has(name))).toEqual([]);
    const values = new Set(
      (await prometheus.query(selector)).map(({ labels }) => labels[label] ?? '').filter((value) => value !== ''),
    );
    return [...values].map((value) => ({ text: value, value }));
  }
  const [, expr = ''] = /^query_result\((.+)\)$/.exec(query) ?? [];
  expect(metricNames(expr).filter((name) => !known.has(name))).toEqual([]);
  const pattern = new RegExp(regex.slice(1, -1));
  return (await prometheus.query(expr)).map(({ labels, value }) => {
    const { __name__: name = '', ...others } = labels;
    const line = `${name}{${Object.entries(others)
      .map(([key, text]) => `${key}="${text}"`)
      .join(',')}} ${value} 1795420000000`;
    const groups = pattern.exec(line)?.groups;
    return { text: groups?.text ?? '', value: groups?.value ?? '' };
  });
}

test.each(['hvitals.recording.yml', 'hvitals.rules.yml'])(
  'every rule of %s can be asked and names only metrics that exist',
  async (file) => {
    const rules = rulesFile.parse(parse(textOf(file))).groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(20);
    for (const { expr } of rules) {
      expect(
        metricNames(expr).filter((name) => !known.has(name)),
        expr,
      ).toEqual([]);
      await prometheus.query(expr);
    }
  },
);

test('the reader of names sees metrics, and nothing else', () => {
  expect(
    metricNames('sum by (a) (rate(foo_total{b="bar"}[5m])) / on (c) group_left (d) baz:x:y * 2e3 > bool 1 or vector(0)'),
  ).toEqual(['foo_total', 'baz:x:y']);
});
