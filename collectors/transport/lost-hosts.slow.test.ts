import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { createPowerShellTransports, type PowerShellTransports } from './create-transports.ts';
import { ask, collect, dataOf, fakeModule, namesOf } from './testdata/fake-module.ts';
import type { TransportTarget } from './transport.ts';

const address = '127.0.0.51';
const bigRecord = 5_242_880;
let lab: SshHost;
let transports: PowerShellTransports;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  lab = await startSshHost({ address, host: makeHost('hv51', []) });
  // One process for all, so that one host's trouble could reach the other's.
  transports = createPowerShellTransports({ executable, processes: 1, log: pino({ level: 'silent' }), hostModule: fakeModule });
}, 300_000);

afterAll(async () => {
  await transports.close();
  await lab.stop();
}, 60_000);

function targetAt(name: string, port: number, knownHostsFile: string): TransportTarget {
  const { user, keyFile } = lab;
  return { name, transport: 'ssh', address, port, user, keyFile, knownHostsFile, subsystem: 'powershell', restricted: false };
}

const neighbour = () => targetAt('neighbour', lab.port, lab.knownHostsFile);

/** A line between ssh and the host that a test can cut or silence. */
async function startLine(onAccept: (client: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    onAccept(client);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const knownHostsFile = `${lab.knownHostsFile}.${port}`;
  await writeFile(knownHostsFile, (await readFile(lab.knownHostsFile, 'utf8')).replace(`:${lab.port} `, `:${port} `));
  const target = targetAt(`line-${port}`, port, knownHostsFile);
  return {
    target,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(knownHostsFile, { force: true });
    },
  };
}

/** Carries everything to the real host until so many bytes have come from it; then `onLimit` decides. */
function carryUpTo(limit: () => number, onLimit: (client: Socket, host: Socket) => void) {
  return (client: Socket) => {
    const host = connect(lab.port, address);
    host.on('error', () => host.destroy());
    client.on('close', () => host.destroy());
    client.pipe(host);
    let received = 0;
    host.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (received > limit()) onLimit(client, host);
      else client.write(bytes);
    });
  };
}

/** Asks the neighbour again and again while something else is under way; resolves with how often it answered. */
async function askNeighbourDuring(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  let answers = 0;
  while (!isOver) {
    const answer = await collect(transports.ssh, neighbour(), ask('pid'));
    expect(answer.error).toBeUndefined();
    answers += 1;
  }
  await ended;
  return answers;
}

describe('a host that is lost over ssh', () => {
  it('takes the connection and says nothing: unreachable after the connect time-out, and neighbours go on', async () => {
    await collect(transports.ssh, neighbour(), ask('pid'));
    await using line = await startLine(() => undefined);
    const scrape = collect(transports.ssh, line.target, ask('pid'), AbortSignal.timeout(30_000));
    expect(await askNeighbourDuring(scrape)).toBeGreaterThan(3);
    const { error, frames, tookMs } = await scrape;
    expect(frames).toEqual([]);
    expect(error).toMatchObject({ outcome: 'unreachable', message: expect.stringContaining('did not answer within 5 s') });
    expect(tookMs).toBeLessThan(12_000);
  }, 60_000);

  it('is cut off in the middle of a record: what came before counts, the rest is unreachable, and it comes back', async () => {
    let limit = 1_000_000;
    const cut = carryUpTo(
      () => limit,
      (client, host) => {
        client.resetAndDestroy();
        host.destroy();
      },
    );
    await using line = await startLine(cut);
    const answer = await collect(transports.ssh, line.target, ask('pid', ['big', { bytes: bigRecord }], 'echo'));
    expect(namesOf(answer), `after ${answer.tookMs} ms: ${answer.error?.message}`).toEqual(['pid']);
    expect(answer.error).toMatchObject({ outcome: 'unreachable' });
    expect(answer.tookMs).toBeLessThan(12_000);
    expect(namesOf(await collect(transports.ssh, neighbour(), ask('pid')))).toEqual(['pid']);
    limit = Number.POSITIVE_INFINITY;
    const again = await collect(transports.ssh, line.target, ask(['big', { bytes: bigRecord }]), AbortSignal.timeout(30_000));
    expect(String(dataOf(again, 'big')).length).toBe(bigRecord);
  }, 90_000);

  it('falls silent in the middle of a record: the call ends at its deadline, and its neighbour is not held up', async () => {
    await using line = await startLine(
      carryUpTo(
        () => 1_000_000,
        (client) => client.pause(),
      ),
    );
    await collect(transports.ssh, line.target, ask('pid'));
    const scrape = collect(transports.ssh, line.target, ask('pid', ['big', { bytes: bigRecord }]), AbortSignal.timeout(6_000));
    expect(await askNeighbourDuring(scrape)).toBeGreaterThan(3);
    expect(namesOf(await scrape)).toEqual(['pid']);
    expect((await scrape).error?.outcome).toBe('timeout');
    expect((await scrape).tookMs).toBeLessThan(9_000);
    expect(namesOf(await collect(transports.ssh, neighbour(), ask('pid')))).toEqual(['pid']);
  }, 60_000);
});
