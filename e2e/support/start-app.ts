import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const root = resolve(import.meta.dirname, '../..');

/** The app alone, on a store that the test itself writes. */
export interface StartedApp {
  readonly url: string;
  /** Its configuration, for commands on the same store. */
  readonly configFile: string;
  stop(): Promise<void>;
}

/** Starts the built app on the store in `directory` and waits until it answers. `web` is what its configuration says beyond the address. */
export async function startApp(directory: string, web: object = {}): Promise<StartedApp> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const file = join(directory, 'app.yaml');
  const config = {
    web: { listen: `127.0.0.1:${port}`, ...web },
    metrics: { listen: `127.0.0.1:${metricsPort}` },
    data: { directory },
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
  const child = spawn(process.execPath, [join(root, 'app/_server/main.ts')], {
    cwd: root,
    env: { ...process.env, HVITALS_CONFIG: file, NODE_ENV: 'production', NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  const url = `http://${config.web.listen}`;
  try {
    await eventually('the app answers', 30_000, async () => {
      if (child.exitCode !== null) throw new Error(`The app has ended with exit code ${child.exitCode}; is it built?`);
      const answer = await fetch(`${url}/healthz`);
      if (!answer.ok) throw new Error(`It answered ${answer.status}: ${await answer.text()}`);
    });
  } catch (error) {
    await end(child);
    throw error;
  }
  return { url, configFile: file, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
