import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { askServer } from '../../collectors/clock/sntp/ask-server.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from './eventually.ts';

/** A real chronyd on 127.0.0.1 that gives out this machine's own time and never sets it (`-x`). */
export async function startChronyd(): Promise<AsyncDisposable & { readonly port: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'hvitals-chronyd-'));
  const port = await freeUdpPort();
  const file = join(directory, 'chrony.conf');
  const lines = [
    `port ${port}`,
    'bindaddress 127.0.0.1',
    'cmdport 0',
    'bindcmdaddress /',
    'local stratum 3',
    'allow 127.0.0.0/8',
  ];
  await writeFile(file, [...lines, `pidfile ${join(directory, 'chronyd.pid')}`, ''].join('\n'));
  // As whoever runs the tests: the unpacked package brings no user of its own.
  const options = ['-x', '-d', '-U', '-u', userInfo().username, '-f', file];
  const child: ChildProcess = spawn(await ensurePeer('chronyd'), options, { stdio: 'ignore' });
  const server = { server: 'chronyd', host: '127.0.0.1', port, exchanges: 1 };
  await eventually('chronyd answers', 20_000, async () => {
    const { failure } = await askServer({ ...server, signal: new AbortController().signal });
    if (failure !== undefined) throw new Error(`chronyd: ${failure}`);
  });
  return {
    port,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A UDP port on 127.0.0.1 that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
