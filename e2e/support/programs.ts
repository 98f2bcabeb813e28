import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const root = resolve(import.meta.dirname, '../..');

/** Both programs of hvitals, started on a configuration of the test's own, in a folder of their own. */
export interface Programs {
  readonly appUrl: string;
  readonly metricsUrl: string;
  readonly directory: string;
  /** What the collectors have logged so far. */
  collectorsLog(): Promise<string>;
  appLog(): Promise<string>;
  /** Ends one program: with SIGKILL as a crash, else cleanly. */
  stopOne(program: 'collectors' | 'app', signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  startOne(program: 'collectors' | 'app'): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts collectors and app with `config` (ports and data folder are filled in) and waits until both answer, each for `readyWithinMs`: a
 * fleet of thousands takes its time to be read for the first time.
 */
export async function startPrograms(
  { web, metrics, ...config }: Readonly<Record<string, unknown>> & { readonly web?: object; readonly metrics?: object },
  { readyWithinMs = 30_000 }: { readonly readyWithinMs?: number } = {},
): Promise<Programs> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-e2e-'));
  const [appPort, metricsPort] = [await freePort(), await freePort()];
  const { executable } = await ensurePwsh();
  const file = join(directory, 'hvitals.yaml');
  const whole = {
    web: { listen: `127.0.0.1:${appPort}`, ...web },
    metrics: { listen: `127.0.0.1:${metricsPort}`, ...metrics },
    data: { directory: join(directory, 'data') },
    powershell: { executable },
    ...config,
  };
  await writeFile(file, stringify(whole), { mode: 0o600 });
  const appUrl = `http://127.0.0.1:${appPort}`;
  const metricsUrl = `http://127.0.0.1:${metricsPort}`;
  const running = new Map<string, ChildProcess>();
  const sources = { collectors: 'collectors/main.ts', app: 'app/_server/main.ts' };
  const healthUrls = { collectors: `${metricsUrl}/readyz`, app: `${appUrl}/healthz` };

  const startOne = async (program: 'collectors' | 'app') => {
    const child = spawn(process.execPath, [join(root, sources[program])], {
      cwd: root,
      env: { ...process.env, HVITALS_CONFIG: file, NODE_ENV: 'production', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.set(program, child);
    const log = createWriteStream(join(directory, `${program}.log`), { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    await eventually(`${program} answers`, readyWithinMs, async () => {
      if (child.exitCode !== null) throw new Error(await readFile(join(directory, `${program}.log`), 'utf8'));
      const answer = await fetch(healthUrls[program]);
      if (!answer.ok) throw new Error(`${healthUrls[program]} answered ${answer.status}: ${await answer.text()}`);
    });
  };
  const stopOne = async (program: 'collectors' | 'app', signal: 'SIGTERM' | 'SIGKILL') => {
    const child = running.get(program);
    running.delete(program);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const stop = async () => {
    await Promise.all([stopOne('collectors', 'SIGTERM'), stopOne('app', 'SIGTERM')]);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await startOne('collectors');
    await startOne('app');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    appUrl,
    metricsUrl,
    directory,
    collectorsLog: () => readFile(join(directory, 'collectors.log'), 'utf8'),
    appLog: () => readFile(join(directory, 'app.log'), 'utf8'),
    stopOne,
    startOne,
    stop,
  };
}
