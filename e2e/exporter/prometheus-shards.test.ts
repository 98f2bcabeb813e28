import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { eventually } from '../support/eventually.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { rawRequest, serveExporter } from '../support/serve-exporter.ts';

const folder = new URL('../../public/prometheus/', import.meta.url);
const docs = new URL('../../docs/prometheus.md', import.meta.url);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

// The first run on a machine may have to fetch and unpack the package.
beforeAll(async () => {
  await ensurePeer('prometheus');
}, 300_000);

const files = ['scrape-config.yml', 'scrape-static.yml', 'scrape-file-sd.yml', 'scrape-shards.yml'] as const;
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const shipped = textOf('scrape-config.yml');

/** A shipped file for an exporter of the test, in seconds instead of minutes. */
const adapt = (text: string, port: number) => text.replaceAll('127.0.0.1:7481', `127.0.0.1:${port}`).replace('15s', '1s');

test.each(files)('promtool takes %s', async (name) => {
  const promtool = await ensurePeer('promtool');
  const check = await runProgram(promtool, ['check', 'config', new URL(name, folder).pathname], { timeoutMs: 20_000 });
  expect(check).toMatchObject({ code: 0, stderr: '' });
});

test.each(files)('vmagent takes %s', async (name) => {
  const vmagent = await ensurePeer('vmagent');
  const args = ['-dryRun', '-remoteWrite.url=http://127.0.0.1:1/', `-promscrape.config=${new URL(name, folder).pathname}`];
  const check = await runProgram(vmagent, args, { timeoutMs: 20_000 });
  expect(check).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
});

test('the docs show the scrape configuration word for word', () => {
  expect(readFileSync(docs, 'utf8')).toContain(`\`\`\`yaml\n${shipped.slice(shipped.indexOf('scrape_configs:'))}\`\`\``);
});

const vms = 400;

test('Prometheus finds four shards and has each series of a VM once, without an instance', async () => {
  const exporter = await serveExporter({ vms, shardCount: 4 });
  cleanups.push(exporter.close);
  const prometheus = await startPrometheus(exporter.url, adapt(shipped, exporter.port));
  cleanups.push(prometheus.stop);
  await eventually('four shards are scraped, twice at least', 30_000, async () => {
    const up = await prometheus.query('count_over_time(up[1m]) > 1');
    expect(up).toHaveLength(4);
  });
  const instances = (await prometheus.query('up == 1')).map(({ labels }) => labels.instance);
  const instance = (shard: number) => `127.0.0.1:${exporter.port}/shard-${shard}-of-4`;
  expect(instances.toSorted()).toEqual([1, 2, 3, 4].map(instance));

  const whole = (await rawRequest(`${exporter.url}/metrics`)).body.toString();
  for (const family of ['hvitals_vm_info', 'hvitals_vm_state', 'hvitals_vm_start_time_seconds']) {
    const series = await prometheus.query(family);
    expect(series).toHaveLength(whole.match(new RegExp(`^${family}\\{`, 'gm'))?.length ?? 0);
    expect(new Set(series.map(({ labels }) => labels.vm_id)).size).toBe(vms);
    expect(series.filter(({ labels }) => labels.instance !== undefined)).toEqual([]);
  }
  // Text that a guest or administrator chose arrives as it is.
  const [odd] = await prometheus.query('hvitals_vm_state{vm_id="id-7"}');
  expect(odd).toMatchObject({ labels: { vm: 'name "7" \\ with\nline' }, value: 2 });
  const own = await prometheus.query('hvitals_daemon_targets');
  expect(own.map(({ labels }) => labels.instance)).toEqual([`127.0.0.1:${exporter.port}`]);
}, 60_000);

test('more shards than before: the same series go on, none twice, none lost', async () => {
  const exporter = await serveExporter({ vms, shardCount: 1 });
  cleanups.push(exporter.close);
  const sd = (count: number) => `http://127.0.0.1:${exporter.port}/api/v1/sd?shards=${count}`;
  // Two jobs with different numbers of shards are what Prometheus has in the moment of a change.
  const job = (name: string, count: number) =>
    shipped
      .slice(shipped.indexOf('  - job_name'))
      .replace('job_name: hvitals', `job_name: ${name}`)
      .replace('http://127.0.0.1:7481/api/v1/sd', sd(count))
      .replace('15s', '1s');
  const relabelled = `scrape_configs:\n${job('before', 1)}${job('after', 4)}`;
  const prometheus = await startPrometheus(exporter.url, relabelled);
  cleanups.push(prometheus.stop);
  await eventually('all targets are scraped', 30_000, async () => {
    expect(await prometheus.query('up == 1')).toHaveLength(5);
  });
  const difference = await prometheus.query(
    'count(hvitals_vm_state{job="before"} unless on (vm_id, vm) hvitals_vm_state{job="after"}) or vector(0)',
  );
  expect(difference.map(({ value }) => value)).toEqual([0]);
  const [counts] = await prometheus.query('count(hvitals_vm_state{job="after"})');
  expect(counts?.value).toBe(vms);
}, 60_000);
