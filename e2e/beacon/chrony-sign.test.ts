import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { addCommand, beaconScript, makeGuest } from './guest-tree.ts';

let root: string;
const children: ChildProcess[] = [];
const server = createSocket('udp4');
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hvitals-chrony-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  server.close();
  await rm(root, { recursive: true, force: true });
});

/** Seconds between the eras of NTP (1900) and Unix. */
const ntpEpoch = 2_208_988_800;

/** An NTP server (RFC 5905, 7.3) whose clock is `aheadSeconds` ahead of this machine's. Gives its port. */
async function serveTime(aheadSeconds: number): Promise<number> {
  const stamp = (packet: Buffer, at: number) => {
    const seconds = Date.now() / 1_000 + aheadSeconds + ntpEpoch;
    packet.writeUInt32BE(Math.floor(seconds), at);
    packet.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
  };
  server.on('message', (request: Buffer, from: RemoteInfo) => {
    const answer = Buffer.alloc(48);
    answer.set([0x24, 1, request[2] ?? 0, 0xec]);
    answer.write('TEST', 12);
    stamp(answer, 16);
    request.copy(answer, 24, 40, 48);
    stamp(answer, 32);
    stamp(answer, 40);
    server.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  return server.address().port;
}

test('a clock behind a real chrony’s server has a negative offset', async () => {
  const port = await serveTime(0.25);
  const commandPort = await freePort();
  const config = path.join(root, 'chrony.conf');
  await writeFile(
    config,
    `server 127.0.0.1 port ${port} iburst minpoll -2 maxpoll -2\nport 0\ncmdport ${commandPort}\nbindcmdaddress /\nbindcmdaddress 127.0.0.1\npidfile ${root}/pid\n`,
  );
  const env = await makeGuest(root, {
    files: { 'proc/1/comm': 'chronyd\n', 'proc/uptime': '1.00 1.00\n' },
    links: {},
    commands: {},
  });
  const chronyc = await ensurePeer('chronyc');
  await addCommand(root, 'chronyc', `#!/bin/sh\nexec '${chronyc}' -h 127.0.0.1 -p ${commandPort} "$@"\n`);
  // -x: it follows the server, and leaves the machine's clock alone. -U: by anybody.
  const user = (await runProgram('id', ['-un'], { timeoutMs: 10_000 })).stdout.trim();
  children.push(spawn(await ensurePeer('chronyd'), ['-x', '-U', '-d', '-u', user, '-f', config], { stdio: 'ignore' }));

  await eventually('chrony follows the server', 60_000, async () => {
    const { stdout } = await runProgram(await ensurePeer('dash'), [beaconScript, '--print'], { env, timeoutMs: 20_000 });
    const clock = /^hvitals\.clock\t(.*)$/m.exec(stdout)?.[1] ?? '';
    expect(clock).toMatch(
      /^daemon=chrony;daemons=chrony;source=ntp;ref=127\.0\.0\.1;sync=1;leap=0;stratum=2;offset=-0\.2[0-9]+;rootdelay=0\.\d+;rootdisp=0\.\d+;freq=/,
    );
  });
}, 120_000);
