import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPowerShellTransports, type PowerShellTransports } from '#collectors/transport/create-transports.ts';
import { ask, fakeModule } from '#collectors/transport/testdata/fake-module.ts';
import { sshClientsOf } from '#collectors/transport/testdata/ssh-clients.ts';
import type { TransportTarget } from '#collectors/transport/transport.ts';
import { systemClock } from '#lib/clock.ts';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { callDeadlineSeconds, receiveFrames } from './receive-frames.ts';

const hosts = 25;
const mostAtOnce = 5;
let lab: SshHost;
let transports: PowerShellTransports;
const logged: string[] = [];

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  lab = await startSshHost({ address: '127.0.0.37', host: makeHost('hv37', []) });
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(JSON.parse(line).msg) });
  transports = createPowerShellTransports({ executable, processes: 1, log, hostModule: fakeModule });
}, 300_000);

afterAll(async () => {
  await transports.close();
  await lab.stop();
}, 60_000);

const count = (message: string) => logged.filter((msg) => msg === message).length;

function targetOf(index: number): TransportTarget {
  const { address, port, user, keyFile, knownHostsFile } = lab;
  const name = `hv${index}`;
  return { name, transport: 'ssh', address, port, user, keyFile, knownHostsFile, subsystem: 'powershell', restricted: false };
}

/** Asks all hosts at once; `most` is the largest number of sessions that were seen half open. */
async function askAll() {
  const openedBefore = count('session opened') - sshClientsOf(lab).length;
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, sshClientsOf(lab).length + openedBefore - count('session opened'));
  }, 50);
  const signal = AbortSignal.timeout(150_000);
  const { collectors } = ask('pid');
  const request = { collectors, deadlineSeconds: callDeadlineSeconds(collectors) };
  const calls = Array.from({ length: hosts }, (_, index) =>
    receiveFrames({ transport: transports.ssh, target: targetOf(index), request, clock: systemClock, signal }),
  );
  const received = await Promise.all(calls);
  clearInterval(look);
  const pids = received.map(({ records, rest }) => records.get('pid')?.record.data ?? rest?.reason);
  return { most, pids };
}

it(`${hosts} hosts that are asked at once all answer within their deadlines, and the one PowerShell process lives; so again when all are lost`, async () => {
  const first = await askAll();
  expect(new Set(first.pids.filter((pid) => typeof pid === 'number')).size, String(first.pids)).toBe(hosts);
  expect(first.most).toBeLessThanOrEqual(mostAtOnce);
  expect(count('session opened')).toBe(hosts);
  for (const pid of sshClientsOf(lab)) process.kill(pid, 'SIGKILL');
  await expect.poll(() => sshClientsOf(lab), { timeout: 20_000 }).toEqual([]);
  const second = await askAll();
  expect(new Set(second.pids.filter((pid) => typeof pid === 'number')).size, String(second.pids)).toBe(hosts);
  expect(second.most).toBeLessThanOrEqual(mostAtOnce);
  expect(logged.filter((msg) => msg !== 'session opened' && !msg.startsWith('unexpected output'))).toEqual([
    'PowerShell process started',
  ]);
}, 180_000);
