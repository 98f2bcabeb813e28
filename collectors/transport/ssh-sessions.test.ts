import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { createPowerShellTransports, type PowerShellTransports } from './create-transports.ts';
import { ask, collect, dataOf, fakeModule, namesOf } from './testdata/fake-module.ts';
import { parentOf, sshClientsOf } from './testdata/ssh-clients.ts';
import type { TransportTarget } from './transport.ts';

type SshTarget = Extract<TransportTarget, { readonly transport: 'ssh' }>;

let lab: SshHost;
let neighbour: SshHost;
let transports: PowerShellTransports;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  [lab, neighbour] = await Promise.all([
    startSshHost({ address: '127.0.0.31', host: makeHost('hv31', []), installModule: fakeModule.text }),
    startSshHost({ address: '127.0.0.32', host: makeHost('hv32', []) }),
  ]);
  // One process for all, so that one host's trouble could reach the other's.
  transports = createPowerShellTransports({ executable, processes: 1, log: pino({ level: 'silent' }), hostModule: fakeModule });
}, 300_000);

afterAll(async () => {
  try {
    await transports.close();
    // The other host's hung sessions would need the real module's watchdog.
    const isEmpty = async () => expect(await neighbour.remoteProcesses()).toEqual([]);
    await eventually('sessions end with their transport', 20_000, isEmpty);
  } finally {
    await Promise.all([lab.stop(), neighbour.stop()]);
  }
}, 60_000);

function targetOf(host: SshHost, over: Partial<SshTarget> = {}): SshTarget {
  const { address, port, user, keyFile, knownHostsFile } = host;
  return {
    name: address,
    transport: 'ssh',
    address,
    port,
    user,
    keyFile,
    knownHostsFile,
    subsystem: 'powershell',
    restricted: false,
    ...over,
  };
}

const scrape = (target: SshTarget, request: ReturnType<typeof ask>, signal?: AbortSignal) =>
  collect(transports.ssh, target, request, signal);

describe('sessions over ssh', () => {
  it('load the module once, and serve call after call with one log-in', async () => {
    const first = await scrape(targetOf(lab), ask('pid', ['echo', { text: 'h\u00e9llo \u202e' }]));
    expect(first.error).toBeUndefined();
    expect(Buffer.from(String(dataOf(first, 'echo')), 'base64').toString('utf8')).toBe('h\u00e9llo \u202e');
    const logins = await lab.acceptedLogins();
    const second = await scrape(targetOf(lab), ask('pid'));
    expect(dataOf(second, 'pid')).toBe(dataOf(first, 'pid'));
    expect(await lab.remoteProcesses()).toContain(dataOf(first, 'pid'));
    expect(await lab.acceptedLogins()).toBe(logins);
  });

  it('ask for a watchdog at the far end', async () => {
    const data = dataOf(await scrape(targetOf(lab), ask('request')), 'request');
    expect(JSON.parse(Buffer.from(String(data), 'base64').toString('utf8'))).toMatchObject({
      watchdog: true,
      nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deadlineMs: 10_000,
    });
  });

  it('carry a record of 5 MB', async () => {
    const answer = await scrape(targetOf(lab), ask(['big', { bytes: 5_242_880 }], 'pid'));
    expect(answer.error).toBeUndefined();
    expect(String(dataOf(answer, 'big')).length).toBe(5_242_880);
  });

  it('are dropped when a call hangs: its earlier records count, and a neighbour in the same process notices nothing', async () => {
    const before = await scrape(targetOf(neighbour), ask('pid'));
    const hung = scrape(targetOf(lab), ask('pid', 'hang', 'echo'), AbortSignal.timeout(3_000));
    let isOver = false;
    const ended = hung.finally(() => {
      isOver = true;
    });
    let calls = 0;
    while (!isOver) {
      const answer = await scrape(targetOf(neighbour), ask('pid'));
      expect(answer.error).toBeUndefined();
      expect(dataOf(answer, 'pid')).toBe(dataOf(before, 'pid'));
      calls += 1;
    }
    expect(calls).toBeGreaterThan(3);
    expect(namesOf(await ended)).toEqual(['pid']);
    expect((await ended).error?.outcome).toBe('timeout');
    await eventually('the ssh of the hung session ends', 5_000, async () => expect(sshClientsOf(lab)).toEqual([]));
    expect(dataOf(await scrape(targetOf(neighbour), ask('pid')), 'pid')).toBe(dataOf(before, 'pid'));
    expect(namesOf(await scrape(targetOf(lab), ask('pid')))).toEqual(['pid']);
  }, 60_000);

  it('fail the call whose ssh is killed, and only that one', async () => {
    const before = await scrape(targetOf(neighbour), ask('pid'));
    const iterator = transports.ssh
      .scrape(targetOf(lab), ask('pid', 'hang'), AbortSignal.timeout(20_000))
      [Symbol.asyncIterator]();
    await iterator.next();
    for (const pid of sshClientsOf(lab)) process.kill(pid, 'SIGKILL');
    await expect(iterator.next()).rejects.toMatchObject({ outcome: 'unreachable' });
    expect(dataOf(await scrape(targetOf(neighbour), ask('pid')), 'pid')).toBe(dataOf(before, 'pid'));
    expect(namesOf(await scrape(targetOf(lab), ask('pid')))).toEqual(['pid']);
  }, 60_000);

  it('are opened anew, unnoticed, where one has ended between two calls', async () => {
    const before = await scrape(targetOf(lab), ask('pid'));
    const clients = sshClientsOf(lab);
    for (const pid of clients) process.kill(pid, 'SIGKILL');
    await eventually('PowerShell collects its dead ssh', 5_000, async () => expect(sshClientsOf(lab)).toEqual([]));
    const after = await scrape(targetOf(lab), ask('pid'));
    expect(after.error).toBeUndefined();
    expect(dataOf(after, 'pid')).not.toBe(dataOf(before, 'pid'));
  }, 60_000);

  it('end with their PowerShell process, and the next calls open new ones', async () => {
    const calls = [lab, neighbour].map((host) => {
      const iterator = transports.ssh
        .scrape(targetOf(host), ask('pid', ['sleep', { ms: 2_000 }]), AbortSignal.timeout(30_000))
        [Symbol.asyncIterator]();
      return { iterator, first: iterator.next() };
    });
    await Promise.all(calls.map(({ first }) => first));
    process.kill(parentOf(sshClientsOf(lab)[0] ?? 0), 'SIGKILL');
    for (const { iterator } of calls) {
      await expect(iterator.next()).rejects.toMatchObject({ outcome: 'error', message: expect.stringContaining('SIGKILL') });
    }
    for (const host of [lab, neighbour]) expect(namesOf(await scrape(targetOf(host), ask('pid')))).toEqual(['pid']);
    await eventually('the ssh of the lost session ends', 20_000, async () => expect(sshClientsOf(lab).length).toBe(1));
  }, 60_000);
});

describe('sessions that have lived long enough', () => {
  async function withLimits(
    limits: { maxCalls: number; idleCloseMs: number },
    body: (ask: () => Promise<unknown>) => Promise<void>,
  ) {
    const { executable } = await ensurePwsh();
    const own = createPowerShellTransports({
      executable,
      processes: 1,
      log: pino({ level: 'silent' }),
      hostModule: fakeModule,
      limits,
    });
    const target = targetOf(neighbour, { name: 'limited' });
    await body(async () => dataOf(await collect(own.ssh, target, ask('pid')), 'pid')).finally(() => own.close());
  }

  it(
    'are renewed after a number of calls',
    () =>
      withLimits({ maxCalls: 2, idleCloseMs: 60_000 }, async (pid) => {
        const pids = [await pid(), await pid(), await pid()];
        expect(pids[1]).toBe(pids[0]);
        expect(typeof pids[2]).toBe('number');
        expect(pids[2]).not.toBe(pids[0]);
      }),
    60_000,
  );

  it(
    'are closed, at the far end too, when nobody uses them',
    () =>
      withLimits({ maxCalls: 100, idleCloseMs: 100 }, async (pid) => {
        const first = await pid();
        await eventually('the idle session ends', 20_000, async () =>
          expect(await neighbour.remoteProcesses()).not.toContain(first),
        );
        expect(await pid()).not.toBe(first);
      }),
    60_000,
  );
});

describe('a host that cannot be reached over ssh', () => {
  const cases: readonly (readonly [string, () => Partial<SshTarget>, string, RegExp])[] = [
    ['nobody listens on the port', () => ({ port: 1 }), 'unreachable', /Connection refused/],
    ['its name is unknown', () => ({ address: 'no-such-host.invalid' }), 'unreachable', /resolve|not known/i],
    ['it does not know our key', () => ({ keyFile: neighbour.keyFile }), 'access-denied', /Permission denied/],
    ['its own key is another one', () => ({ knownHostsFile: '/dev/null' }), 'access-denied', /Host key verification failed/],
    ['it has no such subsystem', () => ({ subsystem: 'nothing' }), 'error', /subsystem/],
    ['the key file is missing', () => ({ keyFile: '/nowhere/key' }), 'error', /\/nowhere\/key/],
  ];
  it.each(cases)(
    'is told in one sentence: %s',
    async (name, over, outcome, words) => {
      const { frames, error } = await scrape(targetOf(lab, { name, ...over() }), ask('pid'));
      expect(frames).toEqual([]);
      expect(error?.outcome).toBe(outcome);
      expect(error?.message).toMatch(words);
      expect(error?.message).not.toContain('\n');
    },
    60_000,
  );
});

describe('a restricted endpoint', () => {
  it('runs our function, which is all that is asked of it', async () => {
    const answer = await scrape(
      targetOf(lab, { name: 'jea', subsystem: 'hvitals', restricted: true }),
      ask(['echo', { text: '$(1+41)' }], 'language'),
    );
    expect(answer.error).toBeUndefined();
    expect(Buffer.from(String(dataOf(answer, 'echo')), 'base64').toString('utf8')).toBe('$(1+41)');
  }, 60_000);

  it('refuses the module text of a target that is not configured as restricted', async () => {
    const { error } = await scrape(targetOf(lab, { name: 'jea-plain', subsystem: 'hvitals', restricted: false }), ask('pid'));
    expect(error).toMatchObject({ outcome: 'error', message: expect.stringContaining('restricted endpoint') });
  }, 60_000);

  it('is called outdated where the function is missing', async () => {
    const { error } = await scrape(targetOf(neighbour, { name: 'not-jea', restricted: true }), ask('pid'));
    expect(error).toMatchObject({ outcome: 'role-outdated', message: expect.stringContaining('Invoke-HvitalsScrape') });
  }, 60_000);
});
