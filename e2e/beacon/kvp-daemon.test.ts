import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseKvpItem } from '#lib/model/kvp-item.ts';
import { toKvpXml } from '../golden/kvp-xml.ts';
import { ensurePeer, findPeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { ensureVmbus, type Vmbus } from './build-vmbus.ts';
import { beaconScript, makeGuest, readGuest, toRecord } from './guest-tree.ts';

let root: string;
let env: NodeJS.ProcessEnv;
const children: ChildProcess[] = [];
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hvitals-kvp-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

type Enumerate = (pool: number) => Promise<readonly (readonly [string, string])[]>;

/** Starts Microsoft's daemon on the fake device, and gives what the host gets when it asks for a pool. */
async function startDaemon(vmbus: Vmbus): Promise<Enumerate> {
  const socket = path.join(root, 'vmbus');
  const host = spawn(vmbus.host, [socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(host);
  const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string | undefined;
  // As linux/hyperv.h has it on this machine.
  expect(await next()).toBe('7432');
  expect(await next()).toBe('listening');
  const daemonEnv = {
    ...process.env,
    LD_PRELOAD: vmbus.shim,
    HVITALS_POOL_DIR: path.join(root, 'pool'),
    HVITALS_VMBUS_SOCKET: socket,
  };
  const daemon = spawn(await ensurePeer('hv_kvp_daemon'), ['-n'], { env: daemonEnv, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(daemon);
  // Without the daemon the host would wait for ever.
  daemon.once('exit', () => host.kill('SIGKILL'));
  expect(await next()).toBe('registered');
  return async (pool) => {
    host.stdin.write(`${pool}\n`);
    const pairs: (readonly [string, string])[] = [];
    for (let line = await next(); line !== '.'; line = await next()) {
      if (line === undefined) throw new Error('The fake host ended.');
      const [key = '', value = ''] = line.split(' ').map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
      pairs.push([key, value]);
    }
    return pairs;
  };
}

const run = async () => {
  const result = await runProgram(await ensurePeer('dash'), [beaconScript, 'run'], { env, timeoutMs: 30_000 });
  expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
};

test("the host gets what the script writes, through Microsoft's own daemon, while both go on", async () => {
  const guest = await readGuest('synthetic-hostile-mounts');
  env = await makeGuest(root, guest);
  await writeFile(path.join(root, 'pool/.kvp_pool_1'), toRecord('other', 'foreign; text'));
  const enumerate = await startDaemon(await ensureVmbus());
  expect(await enumerate(1)).toEqual([['other', 'foreign; text']]);

  for (const sequence of [1, 2, 3]) {
    await run();
    const pairs = Object.fromEntries(await enumerate(1));
    const { 'hvitals.beacon': own, other, ...items } = pairs;
    expect(other).toBe('foreign; text');
    expect(own).toContain(`;seq=${sequence};`);
    expect(items).toEqual(guest.expect);
    // And on: as Hyper-V renders it, read as the collector reads it.
    for (const [key, value] of Object.entries(pairs)) expect(parseKvpItem(toKvpXml(key, value))).toMatchObject({ key, value });
  }

  // The daemon's own items come from elsewhere: the beacon disturbs none of them.
  expect(Object.fromEntries(await enumerate(2))).toHaveProperty('OSName');
  await runProgram(await ensurePeer('dash'), [beaconScript, 'uninstall'], { env, timeoutMs: 30_000 });
  expect(await enumerate(1)).toEqual([['other', 'foreign; text']]);
});

test('the compiler that is unpacked where a machine has none builds the same device', async () => {
  env = await makeGuest(root, await readGuest('synthetic-debian-ntpsec'));
  const enumerate = await startDaemon(await ensureVmbus(await findPeer('cc', { searchPath: '/nowhere' })));
  await run();
  expect((await enumerate(1)).map(([key]) => key)).toEqual(['hvitals.clock', 'hvitals.daemons', 'hvitals.beacon']);
  expect(await readFile(path.join(root, 'pool/.kvp_pool_1'))).toHaveLength(3 * 2_560);
}, 120_000);
