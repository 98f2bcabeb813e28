import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordingRules } from '#lib/metrics/recording-rules.ts';
import { createTwin, equal, type Twin } from '../alerting/twin-rig.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { eventually } from '../support/eventually.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { type StartedCollectors, startCollectors } from '../support/start-collectors.ts';

const file = new URL('../../public/prometheus/hvitals.recording.yml', import.meta.url);
const shipped = readFileSync(file, 'utf8');
const faster = shipped.replace('interval: 1m', 'interval: 1s');

let twin: Twin;
let collectors: StartedCollectors;
let prometheus: Prometheus;

beforeAll(async () => {
  twin = await createTwin();
  collectors = await startCollectors();
  const configuration = [
    'global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}',
    'rule_files: [recording.yml]',
    `scrape_configs: [{job_name: hvitals, static_configs: [{targets: ['127.0.0.1:${collectors.port}']}]}]`,
  ];
  prometheus = await startPrometheus(collectors.url, configuration.join('\n'), { 'recording.yml': faster });
}, 300_000);

afterAll(async () => {
  await prometheus.stop();
  await collectors.stop();
  await twin[Symbol.asyncDispose]();
});

test('promtool takes the file, and every name is level:metric:operation', async () => {
  const promtool = await ensurePeer('promtool');
  expect(await runProgram(promtool, ['check', 'rules', file.pathname], { timeoutMs: 20_000 })).toMatchObject({
    code: 0,
    stderr: '',
  });
  for (const { record } of recordingRules)
    expect(record).toMatch(/^hvitals(_cluster|_host)?:[a-z_]+:(count|ratio|quantile|sum)$/);
});

test('vmalert takes the file', async () => {
  const vmalert = await ensurePeer('vmalert');
  const check = await runProgram(vmalert, ['-dryRun', `-rule=${file.pathname}`], { timeoutMs: 20_000 });
  expect(check).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
});

/** hv1 and hv2 are one cluster, hv3 stands alone, of hv4 only its VMs are known. All of it is scraped twice. */
const hosts = { a: 'hv1', b: 'hv1', c: 'hv2', d: 'hv3', e: 'hv4' };
const world = [
  ...Object.entries(hosts).map(([vm, host]) => `hvitals_vm_info{vm_id="${vm}",vm="${vm}",host="${host}",generation="2"} 1`),
  ...['hv1', 'hv2'].map((host) => `hvitals_host_info{host="${host}",cluster="C1",version="10"} 1`),
  'hvitals_host_info{host="hv3",cluster="",version="10"} 1',
  ...Object.entries({ a: 2, b: 2, c: 3, d: 2, e: 2 }).map(([vm, state]) => `hvitals_vm_state{vm_id="${vm}",vm="${vm}"} ${state}`),
  ...Object.entries({ a: 2, b: 13, d: 32896, e: 12 }).map(
    ([vm, code]) => `hvitals_vm_heartbeat_status{vm_id="${vm}",vm="${vm}"} ${code}`,
  ),
  'hvitals_vm_finding{vm_id="b",vm="b",code="heartbeat-lost",severity="critical"} 1',
  'hvitals_vm_finding{vm_id="b",vm="b",code="duplicate-vm-id",severity="critical"} 1',
  'hvitals_vm_finding{vm_id="e",vm="e",code="beacon-stale",severity="warning"} 1',
  ...Object.entries({ a: 0.1, b: -0.3, c: 0.2 }).map(
    ([vm, offset]) => `hvitals_vm_clock_offset_seconds{vm_id="${vm}",vm="${vm}",reference="ntp"} ${offset}`,
  ),
  'hvitals_vm_integration_services_status{vm_id="a",vm="a",service="kvp"} 2',
  'hvitals_vm_integration_services_status{vm_id="c",vm="c",service="kvp"} 2',
  'hvitals_vm_integration_services_status{vm_id="d",vm="d",service="kvp"} 12',
  ...['a', 'b'].map((vm) => `hvitals_vm_disk_file_bytes{vm_id="${vm}",vm="${vm}",controller="scsi-0",location="0"} 1024`),
  'hvitals_vm_disk_virtual_bytes{vm_id="a",vm="a",controller="scsi-0",location="1"} 4096',
];
const series = world.flatMap((line) => {
  const [, name = '', value = ''] = /^(.*)\} (\S+)$/.exec(line) ?? [];
  return ['one', 'two'].map((instance) => ({ series: `${name},job="hvitals",instance="${instance}"}`, values: `${value}x5` }));
});

/** What each number has to be there, counted by hand. */
const expected: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'hvitals_host:vm_state:count': {
    '{host="hv1",state="2"}': 2,
    '{host="hv2",state="3"}': 1,
    '{host="hv3",state="2"}': 1,
    '{host="hv4",state="2"}': 1,
  },
  'hvitals_cluster:vm_state:count': { '{cluster="C1",state="2"}': 2, '{cluster="C1",state="3"}': 1, '{state="2"}': 2 },
  'hvitals:vm_state:count': { '{state="2"}': 4, '{state="3"}': 1 },
  'hvitals:vm_heartbeat_status:count': {
    '{status="2"}': 1,
    '{status="12"}': 1,
    '{status="13"}': 1,
    '{status="32896"}': 1,
  },
  // None of hv4's heartbeats is in contact, which is 0; hv3 has none that could be, which is nothing.
  'hvitals_host:vm_heartbeat_ok:ratio': { '{host="hv1"}': 0.5, '{host="hv4"}': 0 },
  'hvitals_cluster:vm_heartbeat_ok:ratio': { '{cluster="C1"}': 0.5, '{}': 0 },
  'hvitals:vm_heartbeat_ok:ratio': { '{}': 1 / 3 },
  'hvitals_cluster:vm_finding:count': {
    '{cluster="C1",code="heartbeat-lost",severity="critical"}': 1,
    '{cluster="C1",code="duplicate-vm-id",severity="critical"}': 1,
    '{code="beacon-stale",severity="warning"}': 1,
  },
  'hvitals_host:vm_finding_severity:count': { '{host="hv1",severity="critical"}': 1, '{host="hv4",severity="warning"}': 1 },
  'hvitals:vm_finding_severity:count': { '{severity="critical"}': 1, '{severity="warning"}': 1 },
  'hvitals_cluster:vm_integration_services_status:count': {
    '{cluster="C1",service="kvp",status="2"}': 2,
    '{service="kvp",status="12"}': 1,
  },
  'hvitals:vm_clock_offset_abs_seconds:quantile': {
    '{reference="ntp",quantile="0.5"}': 0.2,
    '{reference="ntp",quantile="0.95"}': 0.29,
    '{reference="ntp",quantile="1"}': 0.3,
  },
  'hvitals_cluster:vm_clock_offset_abs_seconds:quantile': {
    '{cluster="C1",reference="ntp",quantile="0.5"}': 0.2,
    '{cluster="C1",reference="ntp",quantile="0.95"}': 0.29,
    '{cluster="C1",reference="ntp",quantile="1"}': 0.3,
  },
  'hvitals_host:vm_disk_file_bytes:sum': { '{host="hv1"}': 2048 },
  'hvitals_host:vm_disk_virtual_bytes:sum': { '{host="hv1"}': 4096 },
};

test('promtool comes to the numbers that were counted by hand, each VM once although it was scraped twice', async () => {
  const tests = [
    {
      interval: '15s',
      input_series: series,
      promql_expr_test: Object.entries(expected).map(([expr, samples]) => ({
        // In millionths: whole numbers are compared exactly.
        expr: `round(${expr} * 1e6)`,
        eval_time: '1m',
        exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value: Math.round(value * 1e6) })),
      })),
    },
  ];
  expect(await twin.run('recording', shipped, tests)).toEqual(equal);
});

test('Prometheus records of a real daemon what each expression gives at that moment, and each number has data', async () => {
  await eventually('all numbers are recorded twice', 30_000, async () => {
    for (const { record } of recordingRules) {
      const counts = await prometheus.query(`max(count_over_time(${record}[1m]))`);
      expect({ record, enough: (counts[0]?.value ?? 0) > 1 }).toEqual({ record, enough: true });
    }
  });
  const levels = new Map<string, number>();
  for (const { record, expr, by, labels = {} } of recordingRules) {
    const own = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    const selector = `${record}{${own.join(',')}}`;
    const [moment] = await prometheus.query(`max(timestamp(${selector}))`);
    const recorded = await prometheus.query(selector, moment?.value);
    const direct = await prometheus.query(expr, moment?.value);
    const key = (row: (typeof recorded)[number]) => by.map((name) => row.labels[name] ?? '').join('|');
    const toMap = (rows: typeof recorded) => Object.fromEntries(rows.map((row) => [key(row), row.value]).sort());
    expect({ record, values: toMap(recorded) }).toEqual({ record, values: toMap(direct) });
    for (const row of recorded) {
      for (const name of Object.keys(row.labels)) expect(['__name__', ...by, ...Object.keys(labels)]).toContain(name);
    }
    levels.set(record, recorded.length);
  }
  expect(levels.get('hvitals_host:vm_state:count')).toBeGreaterThan(4);
}, 60_000);

test('what is recorded of power states and heartbeats is what the daemon tells', async () => {
  await eventually('both are of one moment', 30_000, async () => {
    const text = await collectors.scrape();
    for (const [metric, record, label] of [
      ['hvitals_vm_state', 'hvitals:vm_state:count', 'state'],
      ['hvitals_vm_heartbeat_status', 'hvitals:vm_heartbeat_status:count', 'status'],
    ] as const) {
      const told = new Map<string, number>();
      for (const [, code = ''] of text.matchAll(new RegExp(`^${metric}\\{.*\\} (\\d+)$`, 'gm')))
        told.set(code, (told.get(code) ?? 0) + 1);
      const recorded = new Map((await prometheus.query(record)).map((row) => [row.labels[label] ?? '', row.value]));
      expect(new Map([...recorded].sort())).toEqual(new Map([...told].sort()));
    }
  });
}, 40_000);
