import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { buildOnce } from '../peers/build-once.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const alerts = z.array(
  z.object({
    fingerprint: z.string(),
    labels: z.record(z.string(), z.string()),
    status: z.object({
      state: z.enum(['unprocessed', 'active', 'suppressed']),
      silencedBy: z.array(z.string()),
      inhibitedBy: z.array(z.string()),
    }),
  }),
);
type ReceivedAlert = z.infer<typeof alerts>[number];

/** A real Alertmanager without neighbours. */
export interface Alertmanager {
  readonly url: string;
  /** Sends firing alerts by its API. */
  send(labelSets: readonly Readonly<Record<string, string>>[]): Promise<void>;
  /** All alerts that it knows, with what it makes of them. */
  alerts(): Promise<readonly ReceivedAlert[]>;
  stop(): Promise<void>;
}

/** Starts Alertmanager with a configuration, on a free port and in a folder of its own. */
export async function startAlertmanager(configuration: string): Promise<Alertmanager> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-alertmanager-'));
  const port = await freePort();
  const file = join(directory, 'alertmanager.yml');
  await writeFile(file, configuration);
  const { program, cwd } = await findProgram();
  const child: ChildProcess = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { cwd, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually('Alertmanager is ready', 20_000, async () => {
    const ready = await fetch(`${url}/-/ready`);
    if (!ready.ok) throw new Error(`Alertmanager answered ${ready.status}.`);
  });
  return {
    url,
    async send(labelSets) {
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(labelSets.map((labels) => ({ labels }))),
      });
      if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
    },
    async alerts() {
      return alerts.parse(await (await fetch(`${url}/api/v2/alerts`)).json());
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Debian's build reads its templates there instead of carrying them; where it was only unpacked they are elsewhere. */
const templates = '/usr/share/prometheus/alertmanager';
/** As long as the other, and looked for below the working directory. */
const relativeTemplates = templates.replace('/usr/', 'usr//');

async function findProgram(): Promise<{ readonly program: string; readonly cwd: string }> {
  const program = await ensurePeer('alertmanager');
  const root = join(dirname(program), '../..');
  if (existsSync(templates) || !existsSync(join(root, templates))) return { program, cwd: tmpdir() };
  const folder = join(root, 'relative');
  await buildOnce(folder, async (work) => {
    const bytes = await readFile(program);
    for (let at = bytes.indexOf(templates); at !== -1; at = bytes.indexOf(templates, at)) bytes.write(relativeTemplates, at);
    await writeFile(join(work, 'alertmanager'), bytes);
    await chmod(join(work, 'alertmanager'), 0o755);
  });
  return { program: join(folder, 'alertmanager'), cwd: root };
}
