import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ensurePeer } from '../../e2e/peers/ensure-peer.ts';
import { runProgram } from '../../e2e/peers/run-program.ts';
import { rawRequest, serveExporter } from '../../e2e/support/serve-exporter.ts';
import { chooseFormat } from './choose-format.ts';
import { decideCompression } from './decide-compression.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(options: Parameters<typeof serveExporter>[0] = {}) {
  const rig = await serveExporter(options);
  cleanups.push(rig.close);
  return rig;
}

const openmetrics = { accept: 'application/openmetrics-text' };
const seriesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('hvitals_vm_') || line.startsWith('hvitals_scrape_reading_age_seconds{'))
    .toSorted();

describe.each([[{}], [openmetrics]])('shards, asked for with %j', (headers) => {
  test.each([1, 2, 3, 4, 64])('%i of them hold every series once, and together what one body holds', async (count) => {
    const { url } = await serve({ vms: 300 });
    const whole = (await rawRequest(`${url}/metrics`, headers)).body.toString();
    const parts: string[] = [];
    for (let index = 1; index <= count; index++) {
      parts.push((await rawRequest(`${url}/metrics?shard=${index}/${count}`, headers)).body.toString());
    }
    expect(parts.flatMap(seriesOf).toSorted()).toEqual(seriesOf(whole));
    // All series of one VM stand in one body, so that joins within one scrape work.
    for (const id of ['id-0', 'id-7', 'id-299']) {
      expect(parts.map((part) => part.split(`vm_id="${id}"`).length - 1).filter((found) => found > 0)).toEqual([3]);
    }
    expect(parts.filter((part) => part.includes('process_cpu_seconds_total '))).toEqual([parts[0]]);
  });
});

test('a VM keeps its shard for ever: the split is part of the interface', async () => {
  const { url } = await serve({ vms: 8 });
  const shards: number[] = [];
  for (let id = 0; id < 8; id++) {
    for (let index = 1; index <= 4; index++) {
      const { body } = await rawRequest(`${url}/metrics?shard=${index}/4`);
      if (body.includes(`vm_id="id-${id}"`)) shards.push(index);
    }
  }
  expect(shards).toEqual([2, 1, 2, 2, 4, 1, 4, 4]);
});

test.each(['', '0/4', '5/4', '1/65', '1', 'a/b', '1/4/2', '01/4', '-1/4', '1/4&shard=2/4', '1%2F0', '1/4%00', '1e0/4'])(
  'shard=%s is refused with a sentence',
  async (shard) => {
    const { url } = await serve();
    const { status, body } = await rawRequest(`${url}/metrics?shard=${shard}`);
    expect(status).toBe(400);
    expect(body.toString()).toMatch(/^shard must be .* such as shard=1\/4; .*\.\n$/);
  },
);

test('service discovery lists every shard with an instance of its own, at the address that was asked', async () => {
  const { url, port } = await serve({ shardCount: 2 });
  const { status, headers, body } = await rawRequest(`${url}/api/v1/sd`);
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(body.toString())).toEqual([
    {
      targets: [`127.0.0.1:${port}`],
      labels: { __metrics_path__: '/metrics', __param_shard: '1/2', instance: `127.0.0.1:${port}/shard-1-of-2` },
    },
    {
      targets: [`127.0.0.1:${port}`],
      labels: { __metrics_path__: '/metrics', __param_shard: '2/2', instance: `127.0.0.1:${port}/shard-2-of-2` },
    },
  ]);
  const named = await rawRequest(`${url}/api/v1/sd?shards=1`, { host: 'hvitals.example.com:7481' });
  expect(JSON.parse(named.body.toString())).toMatchObject([{ targets: ['hvitals.example.com:7481'] }]);
});

test.each(['0', '65', 'x', '', '4&shards=4', '1.5'])('shards=%s is refused with a sentence', async (shards) => {
  const { url } = await serve();
  const { status, body } = await rawRequest(`${url}/api/v1/sd?shards=${shards}`);
  expect([status, body.toString()]).toEqual([400, 'shards must be one whole number from 1 to 64, such as shards=4.\n']);
});

test.each(['evil"host', 'a b', '<script>', 'x:999999'])('a Host header like %s is not repeated', async (host) => {
  const { url, port } = await serve();
  const { body } = await rawRequest(`${url}/api/v1/sd`, { host });
  expect(JSON.parse(body.toString())).toMatchObject([{ targets: [`127.0.0.1:${port}`] }]);
});

test('a scraper on this machine gets the text as it is, anybody else gets it packed on request', async () => {
  const { url } = await serve();
  const scraper = { 'accept-encoding': 'gzip', 'x-prometheus-scrape-timeout-seconds': '10' };
  expect((await rawRequest(`${url}/metrics`, scraper)).headers['content-encoding']).toBeUndefined();
  expect((await rawRequest(`${url}/metrics`, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
});

test.each([
  ['gzip', '192.0.2.7', true, 'asked'],
  ['gzip', '::ffff:192.0.2.127', true, 'asked'],
  ['gzip', undefined, true, 'asked'],
  ['gzip', '127.0.0.1', false, 'asked'],
  ['gzip', '127.0.0.1', true, 'scraper-on-this-machine'],
  ['gzip', '::ffff:127.0.0.1', true, 'scraper-on-this-machine'],
  ['gzip', '::1', true, 'scraper-on-this-machine'],
  ['identity', '192.0.2.7', true, 'not-asked'],
  [undefined, '192.0.2.7', true, 'not-asked'],
] as const)('Accept-Encoding %s from %s, a scraper: %s: %s', (acceptEncoding, remoteAddress, isScraper, reason) => {
  const decision = decideCompression({ acceptEncoding, remoteAddress, isScraper });
  expect(decision).toEqual({ gzip: reason === 'asked', reason });
});

describe('OpenMetrics', () => {
  test('has its content type, no empty line, units, family names without suffixes, and an end', async () => {
    const { url } = await serve();
    const { headers, body } = await rawRequest(`${url}/metrics`, openmetrics);
    const text = body.toString();
    expect(headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(headers.vary).toBe('Accept, Accept-Encoding');
    expect(text).not.toMatch(/\n\n/);
    expect(text).toContain('# TYPE hvitals_vm info\nhvitals_vm_info{');
    expect(text).toContain('# TYPE hvitals_vm_start_time_seconds gauge\n# UNIT hvitals_vm_start_time_seconds seconds\n');
    expect(text).toContain('# TYPE hvitals_daemon_scrapes counter\nhvitals_daemon_scrapes_total{');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text.match(/# EOF/g)).toHaveLength(1);
  });

  test('passes the parser of Prometheus, which wants a time on each sample only to make blocks of them', async () => {
    const promtool = await ensurePeer('promtool');
    const { url } = await serve();
    const { body } = await rawRequest(`${url}/metrics`, openmetrics);
    const timed = body.toString().replace(/^(?!#)(.+)$/gm, '$1 1795419600');
    const folder = await mkdtemp(join(tmpdir(), 'hvitals-openmetrics-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    const check = async (text: string) => {
      await writeFile(join(folder, 'text'), text);
      const command = ['tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'text'), join(folder, 'blocks')];
      return runProgram(promtool, command, { timeoutMs: 20_000 });
    };
    expect(await check(timed)).toMatchObject({ code: 0, stderr: '' });
    expect(await check(timed.replace('# EOF\n', ''))).not.toMatchObject({ code: 0 });
  });

  test.each([
    // What Prometheus 2.42 and 3.x and vmagent send.
    [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'openmetrics',
    ],
    [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'openmetrics',
    ],
    ['text/plain;version=0.0.4;q=1,*/*;q=0.1', 'prometheus'],
    ['application/openmetrics-text; version="1.0.0"', 'openmetrics'],
    ['application/openmetrics-text', 'openmetrics'],
    ['application/openmetrics-text;version=0.0.1', 'prometheus'],
    ['application/openmetrics-text;version=2.0.0', 'prometheus'],
    ['application/openmetrics-text;q=0.3, text/plain;q=0.4', 'prometheus'],
    ['application/openmetrics-text;q=0.3, text/*;q=0.4', 'prometheus'],
    ['application/openmetrics-text;q=0', 'prometheus'],
    ['application/openmetrics-text;q=nonsense', 'prometheus'],
    ['text/html, */*', 'prometheus'],
    ['', 'prometheus'],
    [undefined, 'prometheus'],
  ])('Accept %j gets %s', (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });
});
