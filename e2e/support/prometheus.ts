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

/** A value by its labels, as of one moment. */
export interface QueryRow {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus that scrapes one address each second. */
export interface Prometheus {
  readonly url: string;
  /** Runs an instant query, now or at a Unix time; the values by their labels. */
  query(promql: string, at?: number): Promise<readonly QueryRow[]>;
  stop(): Promise<void>;
}

/**
 * Starts Prometheus on a free port in a folder of its own, scraping `metricsUrl`/metrics, or as `configuration` says. `files` are laid
 * beside the configuration.
 */
export async function startPrometheus(
  metricsUrl: string,
  configuration?: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-prometheus-'));
  const port = await freePort();
  const file = join(directory, 'prometheus.yml');
  const { host } = new URL(metricsUrl);
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
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
    async query(promql, at) {
      const asked = new URLSearchParams({ query: promql, ...(at === undefined ? {} : { time: String(at) }) });
      const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body: asked });
      const said: unknown = await response.json();
      if (!response.ok) throw new Error(`${promql}: ${JSON.stringify(said)}`);
      const body = answer.parse(said);
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
