import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const main = resolve(import.meta.dirname, '../../collectors/main.ts');

/** The collectors alone, as their own process, with the demo fleet. */
export interface StartedCollectors {
  readonly url: string;
  readonly port: number;
  /** The text of /metrics. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the collectors on the demo fleet and waits until every host was asked once. */
export async function startCollectors(config: Readonly<Record<string, unknown>> = {}): Promise<StartedCollectors> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-collectors-'));
  const port = await freePort();
  const file = join(directory, 'hvitals.yaml');
  const whole = { metrics: { listen: `127.0.0.1:${port}` }, data: { directory: join(directory, 'data') }, ...config };
  await writeFile(file, stringify(whole), { mode: 0o600 });
  const child = spawn(process.execPath, [main], {
    cwd: directory,
    env: { ...process.env, HVITALS_CONFIG: file, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(directory, { recursive: true, force: true });
  };
  const scrape = async () => (await fetch(`${url}/metrics`)).text();
  try {
    await eventually('every host of the demo fleet was asked', 30_000, async () => {
      if (child.exitCode !== null) throw new Error(`The collectors have ended with exit code ${child.exitCode}.`);
      const ready = await fetch(`${url}/readyz`);
      if (!ready.ok) throw new Error(await ready.text());
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, scrape, stop };
}
