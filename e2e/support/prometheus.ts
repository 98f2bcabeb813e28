import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** A real Prometheus that scrapes one address each second. */
export interface Prometheus {
  readonly url: string;
  /** Runs an instant query; the values by their labels. */
  query(promql: string): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]>;
  stop(): Promise<void>;
}

/** Starts Prometheus on a free port in a folder of its own, scraping `metricsUrl`/metrics, or as `configuration` says. */
export async function startPrometheus(metricsUrl: string, configuration?: string): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-prometheus-'));
  const port = await freePort();
  const file = join(directory, 'prometheus.yml');
  const { host } = new URL(metricsUrl);
  await writeFile(
    file,
    configuration ??
      `global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n- {job_name: hvitals, honor_labels: true, static_configs: [{targets: ["${host}"]}]}\n`,
  );
  const binary = await ensurePeer('prometheus');
  const child: ChildProcess = spawn(
    binary,
    [`--config.file=${file}`, `--storage.tsdb.path=${join(directory, 'tsdb')}`, `--web.listen-address=127.0.0.1:${port}`],
    { cwd: directory, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually('Prometheus is ready', 20_000, async () => {
    const ready = await fetch(`${url}/-/ready`);
    if (!ready.ok) throw new Error(`Prometheus answered ${ready.status}.`);
  });
  return {
    url,
    async query(promql) {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
      const body = answer.parse(await response.json());
      return body.data.result.map((row) => ({ labels: row.metric, value: Number(row.value[1]) }));
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
