import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

export interface Alertmanager {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where Debian's Alertmanager looks for the templates that it cannot start without, whatever its configuration says. */
const templates = '/usr/share/prometheus/alertmanager';

/** Starts Alertmanager on a free port in a folder of its own, with this configuration. */
export async function startAlertmanager(configuration: string): Promise<Alertmanager> {
  const binary = await ensurePeer('alertmanager');
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-alertmanager-'));
  const file = join(folder, 'alertmanager.yml');
  await writeFile(file, configuration);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = [
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  const child = await start(binary, options);
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually('Alertmanager is ready', 20_000, async () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
      if (!(await fetch(`${url}/-/ready`)).ok) throw new Error('It is not ready.');
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Unpacked and not installed, it gets a /usr/share of its own that nobody else sees; where the kernel forbids that, root puts the templates in place. */
async function start(binary: string, options: readonly string[]): Promise<ChildProcess> {
  const unpacked = join(dirname(binary), '../..', templates);
  if (!existsSync(templates) && existsSync(unpacked)) {
    const mayMount = await runProgram('unshare', [...ownMounts, 'sh', '-c', 'mount -t tmpfs none /usr/share'], {
      timeoutMs: 10_000,
    });
    if (mayMount.code === 0)
      return spawn('unshare', [...ownMounts, 'sh', '-c', placeTemplates, 'sh', unpacked, binary, ...options], {
        stdio: 'ignore',
      });
    await cp(unpacked, templates, { recursive: true });
  }
  return spawn(binary, options, { stdio: 'ignore' });
}

const ownMounts = ['--map-root-user', '--mount'];

/** $1: the unpacked templates; what follows is the program. The unpacked files may themselves lie below /usr/share, so they are copied first. */
const placeTemplates = `
set -e
from=$(mktemp -d)
cp -r "$1/." "$from"
shift
mount -t tmpfs none /usr/share
mkdir -p ${templates}
cp -r "$from/." ${templates}
rm -r "$from"
exec "$@"`;
