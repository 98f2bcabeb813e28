import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { catalog } from '#lib/metrics/catalog.ts';
import { ensurePeer } from '../../e2e/peers/ensure-peer.ts';
import { runProgram } from '../../e2e/peers/run-program.ts';
import { rawRequest, serveExporter } from '../../e2e/support/serve-exporter.ts';
import { acceptsGzip } from './accepts-gzip.ts';
import type { Readiness } from './readiness.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const ready: Readiness = { targetsLoaded: true, waitingFor: 0, storeWritable: true };

/** A server over `vms` VMs on a random port. */
async function serve(options: Parameters<typeof serveExporter>[0] = {}) {
  const rig = await serveExporter(options);
  closers.push(rig.close);
  return rig;
}
const raw = rawRequest;

/** What stands in the text whatever the moment: the daemon's own figures move. */
const steady = (text: string) => text.slice(0, text.indexOf('# HELP process_'));

test('/metrics is Prometheus text with its content type, plain unless asked otherwise', async () => {
  const { url } = await serve();
  const { status, headers, body } = await raw(`${url}/metrics`, {});
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toContain('hvitals_vm_state{vm_id="id-1",vm="name \\"1\\" \\\\ with\\nline"} 2\n');
});

test('gzip holds the same text, and only where it was asked for', async () => {
  const { url } = await serve({ vms: 5_000 });
  const plain = await raw(`${url}/metrics?other=1`, { 'accept-encoding': 'gzip;q=0, deflate' });
  const packed = await raw(`${url}/metrics`, { 'accept-encoding': 'gzip' });
  expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
  expect(steady(gunzipSync(packed.body).toString())).toBe(steady(plain.body.toString()));
  expect(packed.body.length).toBeLessThan(plain.body.length / 5);
});

test('every family is written once with all its lines together, between them one empty line', async () => {
  const { url } = await serve();
  const text = (await raw(`${url}/metrics`, {})).body.toString();
  const families = text.trimEnd().split('\n\n');
  const names = families.map((family) => family.split(' ', 3)[2]);
  expect(new Set(names).size).toBe(names.length);
  for (const family of families) {
    const [help, type, ...lines] = family.split('\n');
    expect(help).toMatch(/^# HELP /);
    expect(type).toMatch(/^# TYPE /);
    const name = help?.split(' ', 3)[2] ?? '';
    expect(lines.filter((line) => !line.startsWith(name))).toEqual([]);
  }
  expect(names).toContain(catalog.hvitals_scrape_reading_age_seconds.name);
  expect(text.match(/^hvitals_scrape_reading_age_seconds\{/gm)).toHaveLength(1_200);
});

test('promtool finds nothing to complain about', async () => {
  const promtool = await ensurePeer('promtool');
  const { url } = await serve();
  const input = (await raw(`${url}/metrics`, {})).body.toString();
  const { code, stderr } = await runProgram(promtool, ['check', 'metrics'], { timeoutMs: 10_000, input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
test.each([
  ['gzip', true],
  ['deflate, GZIP;q=0.5', true],
  ['*', true],
  ['x-gzip', true],
  ['gzip;q=0', false],
  ['gzip;q=0, *', false],
  ['br', false],
  ['gzip;q=nonsense', false],
  ['', false],
  [undefined, false],
])('Accept-Encoding %j allows gzip: %j', (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected);
});

test('HEAD has the headers and no body, on every path', async () => {
  const { url } = await serve();
  for (const path of ['/', '/metrics', '/healthz', '/readyz', '/nothing']) {
    const get = await raw(`${url}${path}`, {});
    const head = await raw(`${url}${path}`, {}, 'HEAD');
    expect([head.status, head.headers['content-type'], head.body.length]).toEqual([get.status, get.headers['content-type'], 0]);
  }
});

test('other paths are 404, other methods 405 with what would be allowed', async () => {
  const { url } = await serve();
  expect((await raw(`${url}/nothing`, {})).status).toBe(404);
  expect((await raw(`${url}/metrics/`, {})).status).toBe(404);
  const post = await raw(`${url}/metrics`, {}, 'POST');
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
});

test('/healthz says that the process is alive, / names what is here', async () => {
  const { url } = await serve({ readiness: { targetsLoaded: false, waitingFor: 9, storeWritable: false } });
  expect((await raw(`${url}/healthz`, {})).body.toString()).toBe('ok\n');
  const index = (await raw(url, {})).body.toString();
  for (const path of ['/metrics', '/healthz', '/readyz']) expect(index).toContain(path);
});

test.each([
  [ready, 200, 'ready'],
  [{ ...ready, targetsLoaded: false }, 503, 'targets: not loaded yet'],
  [{ ...ready, waitingFor: 2 }, 503, 'first polls: 2 hosts to go'],
  [{ ...ready, storeWritable: false }, 503, 'store: the last write failed'],
])('/readyz with %j is %i and says what is missing', async (readiness, status, words) => {
  const { url } = await serve({ readiness });
  const answer = await raw(`${url}/readyz`, {});
  expect(answer.status).toBe(status);
  expect(answer.body.toString()).toContain(words);
});

test('a reader that hangs up in the middle harms nobody and is not worth a log line', async () => {
  const { url, port, logged } = await serve({ vms: 20_000 });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  socket.destroy();
  await once(socket, 'close');
  expect((await raw(`${url}/metrics`, {})).body.toString()).toContain('vm_id="id-19999"');
  expect(logged).toEqual([]);
});

test('a slow reader gets the text of the moment of asking, whatever changes and whoever reads meanwhile', async () => {
  const vms = 30_000;
  const { port, url, exposition } = await serve({ vms });
  const setAll = (value: number) => {
    for (let index = 0; index < vms; index++) {
      const labels = { vm_id: `id-${index}`, vm: 'web' };
      exposition.set(`vm id-${index}`, ['hvitals_vm_state'], [{ metric: 'hvitals_vm_state', labels, value }]);
    }
  };
  setAll(2);
  const states = (text: string) => new Set(text.match(/(?<=^hvitals_vm_state\{.*\} )\d+$/gm));
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const [first] = await once(socket, 'data');
  socket.pause();
  for (const value of [3, 6, 9]) {
    setAll(value);
    expect(states((await raw(`${url}/metrics`, {})).body.toString())).toEqual(new Set([`${value}`]));
  }
  const parts: Buffer[] = [first];
  for await (const part of socket) parts.push(part);
  expect(states(Buffer.concat(parts).toString())).toEqual(new Set(['2']));
});

test('a fault while rendering ends the answer and is logged', async () => {
  const { url, logged } = await serve({ fails: true });
  await expect(raw(`${url}/metrics`, {})).rejects.toThrow();
  expect(logged).toMatchObject([{ level: 'error', msg: 'exporter request failed', err: { message: 'planted' } }]);
});

test('a request that never ends is dropped by a time limit', async () => {
  const { server } = await serve();
  expect([server.requestTimeout, server.headersTimeout]).toEqual([10_000, 10_000]);
  expect(server.timeout).toBe(30_000);
});
