import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { recordingRules } from '#lib/metrics/recording-rules.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { type StartedCollectors, startCollectors } from '../support/start-collectors.ts';
import { panelsOf, shippedDashboards } from './dashboard-json.ts';

const answer = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });
const rulesFolder = new URL('../../public/prometheus/', import.meta.url);
const children: ChildProcess[] = [];
let directory: string;
let collectors: StartedCollectors;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hvitals-victoria-'));
  collectors = await startCollectors();
  const [port, alertPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  const adapt = async (name: string, from: string, to: string) => {
    const text = (await readFile(new URL(name, rulesFolder), 'utf8')).replaceAll(
      '127.0.0.1:7481',
      `127.0.0.1:${collectors.port}`,
    );
    await writeFile(join(directory, name), text.replace(from, to));
    return join(directory, name);
  };
  const scrape = await adapt('scrape-config.yml', '15s', '1s');
  const rules = await adapt('hvitals.recording.yml', 'interval: 1m', 'interval: 1s');
  const start = async (peer: 'victoria-metrics' | 'vmalert', args: readonly string[]) => {
    children.push(spawn(await ensurePeer(peer), args, { cwd: directory, stdio: 'ignore' }));
  };
  await start('victoria-metrics', [
    `-storageDataPath=${join(directory, 'data')}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    `-promscrape.config=${scrape}`,
    '-search.latencyOffset=0s',
  ]);
  await eventually('VictoriaMetrics has scraped', 60_000, async () => {
    expect((await valuesOf('hvitals_vm_info')).length).toBeGreaterThan(0);
  });
  await start('vmalert', [
    `-rule=${rules}`,
    `-datasource.url=${url}`,
    `-remoteWrite.url=${url}`,
    '-remoteWrite.flushInterval=1s',
    `-httpListenAddr=127.0.0.1:${alertPort}`,
  ]);
}, 300_000);

afterAll(async () => {
  for (const child of children.toReversed()) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await collectors.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Values of an instant query. @throws Error with the answer where it is refused */
async function valuesOf(promql: string): Promise<readonly number[]> {
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: promql }) });
  const said: unknown = await response.json();
  if (!response.ok) throw new Error(`${promql}: ${JSON.stringify(said)}`);
  return answer.parse(said).data.result.map(({ value }) => Number(value[1]));
}

test('vmalert records every number there, and counts each VM once', async () => {
  await eventually('all numbers are recorded', 60_000, async () => {
    for (const { record } of recordingRules) {
      expect([record, (await valuesOf(record)).length > 0]).toEqual([record, true]);
    }
    const recorded = (await valuesOf('hvitals:vm_state:count')).reduce((sum, value) => sum + value, 0);
    expect(recorded).toBe((await valuesOf('hvitals_vm_info')).length);
  });
}, 70_000);

test('it takes every query of every dashboard', async () => {
  const chosen = { cluster: '.*', host: '.*', reference: 'ntp', vm: 'none', __rate_interval: '1m' };
  for (const { expr } of shippedDashboards.flatMap(panelsOf).flatMap(({ targets }) => targets)) {
    await valuesOf(Object.entries(chosen).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), expr));
  }
});
