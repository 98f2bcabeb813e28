import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { createPowerShellTransports, type PowerShellTransports } from './create-transports.ts';
import { collect, namesOf } from './testdata/fake-module.ts';
import type { TransportTarget } from './transport.ts';

const hangs = 20;
const atOnce = 4;
const request = {
  deadlineSeconds: 10,
  collectors: ['vm', 'heartbeat'].map((name) => ({ name, timeoutSeconds: 8, args: {} })),
};
let hanging: SshHost;
let well: SshHost;
let transports: PowerShellTransports;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  const vms = [linuxVm(testVmId(41, 1), 'web-1', Date.now())];
  const faults = {
    hangingClasses: ['Msvm_HeartbeatComponent'],
    missingClasses: [],
    missingNamespaces: [],
    slowClassesMs: {},
    failingClasses: {},
  };
  [hanging, well] = await Promise.all([
    startSshHost({ address: '127.0.0.41', host: makeHost('hv41', vms, { faults }) }),
    startSshHost({ address: '127.0.0.42', host: makeHost('hv42', vms) }),
  ]);
  transports = createPowerShellTransports({ executable, processes: 1, log: pino({ level: 'silent' }) });
}, 300_000);

afterAll(async () => {
  await transports.close();
  await Promise.all([hanging.stop(), well.stop()]);
}, 60_000);

function targetOf(host: SshHost, name: string): TransportTarget {
  const { address, port, user, keyFile, knownHostsFile } = host;
  return { name, transport: 'ssh', address, port, user, keyFile, knownHostsFile, subsystem: 'powershell', restricted: false };
}

it(`leaves no process on a host after ${hangs} hung calls, while a neighbour answers throughout`, async () => {
  let isOver = false;
  let answered = 0;
  let most = 0;
  const askNeighbour = async () => {
    while (!isOver) {
      const answer = await collect(transports.ssh, targetOf(well, 'well'), request, AbortSignal.timeout(60_000));
      expect(answer.error).toBeUndefined();
      expect(namesOf(answer)).toEqual(['vm', 'heartbeat']);
      answered += 1;
    }
  };
  const hangRepeatedly = async () => {
    for (let done = 0; done < hangs; done += atOnce) {
      for (const answer of await Promise.all(Array.from({ length: atOnce }, (_, index) => hang(`hanging-${index}`)))) {
        expect(namesOf(answer)).toEqual(['vm']);
        expect(answer.error?.outcome).toBe('timeout');
      }
      most = Math.max(most, (await hanging.remoteProcesses()).length);
    }
  };
  const stop = () => {
    isOver = true;
  };
  await Promise.all([askNeighbour(), hangRepeatedly().finally(stop)]);
  expect(await hanging.acceptedLogins()).toBe(hangs);
  // They hang for real: without the watchdog they would stay.
  expect(most).toBeGreaterThan(0);
  expect(answered).toBeGreaterThan(hangs / atOnce);
  await eventually('the watchdog ends what hung', 60_000, async () => expect(await hanging.remoteProcesses()).toEqual([]));
  const mended = makeHost('hv41', [linuxVm(testVmId(41, 1), 'web-1', Date.now())]);
  await hanging.update(mended);
  expect(namesOf(await collect(transports.ssh, targetOf(hanging, 'hanging-0'), request, AbortSignal.timeout(60_000)))).toEqual([
    'vm',
    'heartbeat',
  ]);
}, 300_000);

/** A call that is given up a while after its first record, as the runtime does it. */
async function hang(name: string) {
  const patience = new AbortController();
  const transport = {
    close: () => Promise.resolve(),
    async *scrape(...[target, asked, signal]: Parameters<typeof transports.ssh.scrape>) {
      for await (const frame of transports.ssh.scrape(target, asked, signal)) {
        yield frame;
        setTimeout(() => patience.abort(), 1_000);
      }
    },
  };
  return collect(transport, targetOf(hanging, name), request, AbortSignal.any([patience.signal, AbortSignal.timeout(60_000)]));
}
