import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createBearerGate } from '#lib/auth/bearer-gate.ts';
import { createLogger } from '#lib/log.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from '../support/eventually.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { serveExporter } from '../support/serve-exporter.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

// The first run on a machine may have to fetch and unpack the package.
beforeAll(async () => {
  await ensurePeer('prometheus');
}, 300_000);

test('Prometheus with the token as the docs say finds and scrapes the shards, and one without it does not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-bearer-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'token');
  await writeFile(file, 'c2NyYXBlcnMtb25seQ.for-tests', { mode: 0o600 });
  const log = createLogger({ level: 'error', stream: { write: () => undefined } });
  const exporter = await serveExporter({ shardCount: 2, gate: createBearerGate({ file }, log) });
  cleanups.push(exporter.close);
  const [, documented = ''] =
    /```yaml\n(scrape_configs:\n(?:(?!```)[\s\S])*credentials_file[\s\S]*?)```/.exec(
      await readFile('docs/prometheus.md', 'utf8'),
    ) ?? [];
  const configuration = documented
    .replaceAll('/etc/prometheus/hvitals-token', file)
    .replaceAll('http://hvitals.example.com:7481', exporter.url)
    .replaceAll('60s', '1s')
    .replaceAll('15s', '1s');
  const stranger = `  - {job_name: stranger, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:${exporter.port}"]}]}\n`;
  const prometheus = await startPrometheus(exporter.url, `${configuration}${stranger}`);
  cleanups.push(prometheus.stop);
  await eventually('both jobs were tried', 30_000, async () => {
    const up = await prometheus.query('sum by (job) (up)');
    expect(Object.fromEntries(up.map(({ labels, value }) => [labels.job, value]))).toEqual({ hvitals: 2, stranger: 0 });
  });
}, 60_000);
