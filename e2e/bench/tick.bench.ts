import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import type { BenchRow } from './bench-row.ts';

const hosts = 1_000;
const vmsPerHost = 25;
const tickSeconds = 15;
/** The first calls bring everything at once; after them a while passes until memory has its usual size. */
const settleMs = 60_000;
const measureMs = 120_000;
const startDeadlineMs = 600_000;

/** Starts the real daemon on a demo fleet of full size, and resolves once every host has been polled. */
async function startDaemon(folder: string) {
  const port = await freePort();
  const file = join(folder, 'hvitals.yaml');
  await writeFile(
    file,
    `metrics: {listen: '127.0.0.1:${port}'}\ndata: {directory: ${join(folder, 'data')}}\ndemo: {hosts: ${hosts}, vmsPerHost: ${vmsPerHost}}\nlog: {level: error}\n`,
  );
  const main = fileURLToPath(new URL('../../collectors/main.ts', import.meta.url));
  const env = { ...process.env, HVITALS_CONFIG: file };
  const child = fork(main, [], { cwd: folder, env, execArgv: [], stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + startDeadlineMs;
  for (let ready = false; !ready; await wait(1_000)) {
    if (performance.now() > deadline) throw new Error('the daemon was not ready in time');
    ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
  return { child, url };
}

/** The daemon's own figures, as any scraper sees them. */
async function readOwn(url: string): Promise<(name: string) => number> {
  // Most shards hold none of them, so the whole text need not be read: they stand in the first of the most.
  const text = await (await fetch(`${url}/metrics?shard=1/64`)).text();
  return (name) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
    if (line === undefined) throw new Error(`the daemon says nothing of ${name}`);
    return Number(line.slice(name.length + 1));
  };
}

/** What the daemon costs at full size, with simulated hosts: their own cost is in it, PowerShell's is not. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-bench-'));
  const { child, url } = await startDaemon(folder);
  try {
    await wait(settleMs);
    const before = await readOwn(url);
    const startedAt = performance.now();
    let rss = 0;
    for (let left = measureMs; left > 0; left -= 10_000) {
      await wait(10_000);
      rss = Math.max(rss, (await readOwn(url))('process_resident_memory_bytes'));
    }
    const after = await readOwn(url);
    const seconds = (performance.now() - startedAt) / 1_000;
    const cpu = after('process_cpu_seconds_total') - before('process_cpu_seconds_total');
    const series = after('hvitals_daemon_series');
    const what = `the daemon at ${hosts.toLocaleString('en')} hosts, ${(hosts * vmsPerHost).toLocaleString('en')} VMs, ${Math.round(series / 1_000)},000 series`;
    return [
      row(`${what}: processor time for ${tickSeconds} s`, `${((cpu / seconds) * tickSeconds).toFixed(2)} s`, {
        peer: 'one core',
        peers: `${tickSeconds} s`,
        ratio: `${(seconds / cpu).toFixed(1)}×`,
        target: '≥ 5×',
      }),
      row(`${what}: memory`, `${Math.round(rss / 2 ** 20)} MiB`, { target: '< 1,536 MiB' }),
    ];
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true });
  }
}

function row(what: string, ours: string, rest: Partial<BenchRow> & Pick<BenchRow, 'target'>): BenchRow {
  return { what, ours, peer: undefined, peers: undefined, ratio: '', ...rest };
}
