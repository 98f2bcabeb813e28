import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { createPowerShellTransports, findPowerShell, type PowerShellTransports } from './create-transports.ts';
import { ask, collect, dataOf, fakeModule, namesOf } from './testdata/fake-module.ts';

const target = { name: 'here', transport: 'local' } as const;
const log = pino({ level: 'silent' });
let executable = '';
let transports: PowerShellTransports;

beforeAll(async () => {
  executable = (await ensurePwsh()).executable;
  transports = createPowerShellTransports({ executable, processes: 1, log, hostModule: fakeModule });
}, 300_000);

afterAll(() => transports.close());

const scrape = (request: ReturnType<typeof ask>, signal?: AbortSignal) => collect(transports.local, target, request, signal);

const hostileNames = [
  '$(1+41)',
  '`$(Get-Process)`',
  `both "kinds" of 'quotes'`,
  'new\nline\r\nand tab\t',
  '\u001b[31mred\u001b[0m',
  '\u202eright to left\u200f',
  "'; exit 0; '",
  '"; [Environment]::Exit(1); "',
  '{ ( [ @" \u0000 "@',
  'astral \ud83d\ude00 and \u00e4\u4e2d',
  '-Request',
];

describe('the local transport', () => {
  it('yields the records of a call, and keeps one process from call to call', async () => {
    const first = await scrape(ask('pid', ['echo', { text: 'hello' }]));
    expect(first.error).toBeUndefined();
    expect(namesOf(first)).toEqual(['pid', 'echo']);
    expect(dataOf(await scrape(ask('pid')), 'pid')).toBe(dataOf(first, 'pid'));
  });

  it.each(hostileNames)('carries %j to the host and back unchanged', async (text) => {
    const data = dataOf(await scrape(ask(['echo', { text }])), 'echo');
    expect(Buffer.from(String(data), 'base64').toString('utf8')).toBe(text);
  });

  it('asks as the host module expects, without a watchdog, which would end hvitals on its own machine', async () => {
    const data = dataOf(await scrape(ask(['request', { known: {} }])), 'request');
    expect(JSON.parse(Buffer.from(String(data), 'base64').toString('utf8'))).toEqual({
      v: 1,
      nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deadlineMs: 10_000,
      watchdog: false,
      collectors: [{ name: 'request', timeoutMs: 5_000, args: { known: {} } }],
    });
  });

  it('yields a record as soon as it is there, not when the call ends', async () => {
    const iterator = transports.local
      .scrape(target, ask('pid', ['sleep', { ms: 1_500 }]), AbortSignal.timeout(15_000))
      [Symbol.asyncIterator]();
    await iterator.next();
    const firstAt = performance.now();
    await iterator.next();
    expect(performance.now() - firstAt).toBeGreaterThan(1_000);
    expect((await iterator.next()).done).toBe(true);
  });

  it('carries a record of 5 MB whole, and the event loop goes on meanwhile', async () => {
    let longestMs = 0;
    let last = performance.now();
    const ticks = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 5);
    const answer = await scrape(ask(['big', { bytes: 5_242_880 }], 'pid'));
    clearInterval(ticks);
    expect(namesOf(answer)).toEqual(['big', 'pid']);
    expect(dataOf(answer, 'big')).toBe('0123456789abcdef'.repeat(327_680));
    expect(longestMs).toBeLessThan(400);
  });

  it('refuses a record beyond the cap, and keeps the others', async () => {
    const answer = await scrape(ask(['big', { bytes: 13_000_000 }], 'pid'));
    expect(namesOf(answer)).toEqual(['bad:parse-error', 'pid']);
    expect(answer.error).toBeUndefined();
  });

  it('is not misled by noise on stdout and stderr', async () => {
    const answer = await scrape(ask('pid', 'noise', 'language'));
    expect(answer.error).toBeUndefined();
    expect(namesOf(answer)).toEqual(['pid', 'noise', 'language']);
  });

  it('takes stray objects in the output for frames that cannot be read, and nothing more', async () => {
    const answer = await scrape(ask('stray', 'pid'));
    expect(namesOf(answer)).toEqual(['bad:parse-error', 'bad:parse-error', 'bad:parse-error', 'stray', 'pid']);
    expect(answer.error).toBeUndefined();
  });

  it('keeps what came before the module fell over, and says why the rest is missing', async () => {
    const answer = await scrape(ask('pid', 'throw', 'echo'));
    expect(namesOf(answer)).toEqual(['pid']);
    expect(answer.error).toMatchObject({ outcome: 'error', message: expect.stringContaining('the module fell over') });
  });

  it('wants the closing frame before it believes that a call was complete', async () => {
    const answer = await scrape(ask('pid', 'leave'));
    expect(namesOf(answer)).toEqual(['pid']);
    expect(answer.error).toMatchObject({ outcome: 'error', message: expect.stringContaining('broke off') });
  });

  it('ends a call that hangs with its process, keeps the records before it, and works again at once', async () => {
    const before = dataOf(await scrape(ask('pid')), 'pid');
    const hung = await scrape(ask('pid', 'hang', 'language'), AbortSignal.timeout(700));
    expect(namesOf(hung)).toEqual(['pid']);
    expect(hung.error?.outcome).toBe('timeout');
    expect(hung.tookMs).toBeLessThan(2_500);
    const after = await scrape(ask('pid'));
    expect(namesOf(after)).toEqual(['pid']);
    expect(dataOf(after, 'pid')).not.toBe(before);
    expect(() => process.kill(Number(before), 0)).toThrow();
  });

  it('fails the call whose process is killed, says so, and works again', async () => {
    const killer = transports.local.scrape(target, ask('pid', 'hang'), AbortSignal.timeout(15_000))[Symbol.asyncIterator]();
    const first = await killer.next();
    const pid = first.done !== true && first.value.kind === 'record' ? Number(first.value.record.data) : 0;
    process.kill(pid, 'SIGKILL');
    await expect(killer.next()).rejects.toMatchObject({ outcome: 'error', message: expect.stringContaining('SIGKILL') });
    expect(namesOf(await scrape(ask('pid')))).toEqual(['pid']);
  });

  it('fails a call when the module ends the process', async () => {
    expect((await scrape(ask('die'))).error).toMatchObject({ outcome: 'error', message: expect.stringContaining('exit code 3') });
  });

  it('is stopped at once by a consumer that leaves', async () => {
    const signal = AbortSignal.timeout(15_000);
    for await (const frame of transports.local.scrape(target, ask('pid', 'hang'), signal)) {
      expect(frame.kind).toBe('record');
      break;
    }
    expect(namesOf(await scrape(ask('pid')))).toEqual(['pid']);
  });

  it('refuses a second call of one host while the first is under way', async () => {
    const [first, second] = await Promise.all([scrape(ask(['sleep', { ms: 300 }])), scrape(ask('pid'))]);
    expect(first.error).toBeUndefined();
    expect(second.error).toMatchObject({ outcome: 'error', message: expect.stringContaining('has not ended') });
  });

  it('starts nothing for a call that was given up before', async () => {
    expect((await scrape(ask('pid'), AbortSignal.abort())).error?.outcome).toBe('timeout');
  });
});

describe('createPowerShellTransports', () => {
  it('says at every call that PowerShell cannot be started, and holds back further starts', async () => {
    const broken = createPowerShellTransports({ executable: '/nowhere/pwsh', processes: 1, log, hostModule: fakeModule });
    for (let attempt = 0; attempt < 4; attempt++) {
      const { error } = await collect(broken.local, target, ask('pid'));
      expect(error).toMatchObject({ outcome: 'error', message: expect.stringContaining('could not be started') });
    }
    await broken.close();
  });

  it('ends its processes when it is closed, also under a call, and takes no more calls', async () => {
    const own = createPowerShellTransports({ executable, processes: 1, log, hostModule: fakeModule });
    const iterator = own.local.scrape(target, ask('pid', 'hang'), AbortSignal.timeout(15_000))[Symbol.asyncIterator]();
    const first = await iterator.next();
    const pid = first.done !== true && first.value.kind === 'record' ? Number(first.value.record.data) : 0;
    const rest = iterator.next();
    const failed = expect(rest).rejects.toMatchObject({ outcome: 'error', message: expect.stringContaining('shutting down') });
    await own.close();
    await failed;
    expect(() => process.kill(pid, 0)).toThrow();
    expect((await collect(own.local, target, ask('pid'))).error?.message).toContain('shutting down');
  });

  it('uses pwsh where PATH has it, and else what the system has', () => {
    expect(findPowerShell({ PATH: '/nowhere', NODE_ENV: 'test' }, 'linux')).toBe('pwsh');
    expect(findPowerShell({ Path: 'C:\\nowhere', NODE_ENV: 'test' }, 'win32')).toBe('powershell');
  });
});
