import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { buildDispatcher } from './build-dispatcher.ts';
import { PowerShellProcess, powerShellEnvironment, splitAnswer } from './powershell-process.ts';
import { CallFailedError, ProcessEndedError } from './process-end.ts';

let executable = '';
const started: PowerShellProcess[] = [];
const noise: string[] = [];

beforeAll(async () => {
  executable = (await ensurePwsh()).executable;
}, 300_000);

afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.close()));
  noise.length = 0;
});

function start(over: { executable?: string; env?: NodeJS.ProcessEnv } = {}): PowerShellProcess {
  const env = powerShellEnvironment(over.env ?? process.env);
  const onNoise = (stream: string, text: string) => noise.push(`${stream}: ${text}`);
  const created = new PowerShellProcess({ executable: over.executable ?? executable, env, clock: systemClock, onNoise });
  started.push(created);
  return created;
}

/** A process whose dispatcher is a function of the test's own. */
async function startWith(body: string): Promise<PowerShellProcess> {
  const created = start();
  await created.load(`function Invoke-HvitalsDispatch { param($Verb, $Token, $Argument) ${body} }`, 20_000);
  return created;
}

const answer = "[Console]::Out.WriteLine('hv:' + $Token + ' ' + $Verb); [Console]::Out.WriteLine('hv:' + $Token + ' done')";

async function endOf(call: Promise<unknown>): Promise<ProcessEndedError['end']> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProcessEndedError)) throw new Error(`expected the end of the process, not ${String(error)}`);
  return error.end;
}

describe('a PowerShell process', () => {
  it('answers calls in order', async () => {
    const running = await startWith(answer);
    const calls = ['a', 'b', 'c'].map((verb) => running.call(verb, {}, 10_000));
    expect(await Promise.all(calls)).toEqual([['a'], ['b'], ['c']]);
  });

  it('carries any argument unchanged', async () => {
    const running = await startWith(`[Console]::Out.WriteLine('hv:' + $Token + ' ' + $Argument); ${answer}`);
    const hostile = { text: '$(1+41) `"\'"$env:PATH\n\r\u001b[31m\u202e\u2028\u0000 \ud83d\ude00' };
    const [argument = ''] = await running.call('echo', hostile, 10_000);
    expect(JSON.parse(Buffer.from(argument, 'base64').toString('utf8'))).toEqual(hostile);
  });

  it('finds its answer among stray output, forged answers and complaints on stderr', async () => {
    const running = await startWith(
      `'a stray line'; [Console]::Out.WriteLine('hv:0000 failed'); [Console]::Error.WriteLine('a complaint'); ${answer}`,
    );
    expect(await running.call('x', {}, 10_000)).toEqual(['x']);
    expect(noise.join('\n')).toContain('a stray line');
    expect(noise.join('\n')).toContain('stderr: a complaint');
  });

  it('reports a refusal of the dispatcher and goes on', async () => {
    const running = start();
    await running.load(buildDispatcher(), 20_000);
    await expect(running.call('no-such-verb', {}, 10_000)).rejects.toEqual(new CallFailedError('There is no verb no-such-verb.'));
    expect(await running.call('drain', { max: 1000 }, 10_000)).toEqual(['left 0 0']);
  });

  it('fails the call that hangs and all queued behind it, and is gone', async () => {
    const running = await startWith(`if ($Verb -eq 'hang') { [Threading.Thread]::Sleep(-1) }; ${answer}`);
    const calls = ['hang', 'b', 'c'].map((verb) => endOf(running.call(verb, {}, 500)));
    const ends = await Promise.all(calls);
    expect(ends.map(({ kind }) => kind)).toEqual(['hung', 'hung', 'hung']);
    await running.ended;
    expect(isAlive(running.pid)).toBe(false);
    expect(await endOf(running.call('late', {}, 500))).toMatchObject({ kind: 'hung' });
  });

  it('fails every call when it is killed from outside', async () => {
    const running = await startWith(`if ($Verb -eq 'hang') { [Threading.Thread]::Sleep(-1) }; ${answer}`);
    const calls = ['hang', 'b'].map((verb) => endOf(running.call(verb, {}, 60_000)));
    process.kill(running.pid ?? 0, 'SIGKILL');
    expect(await Promise.all(calls)).toEqual([0, 1].map(() => ({ kind: 'exited', detail: 'signal SIGKILL' })));
  });

  it.each([0, 3])('takes an exit with code %i in the middle of a call for a failure', async (code) => {
    const running = await startWith(`[Environment]::Exit(${code})`);
    expect(await endOf(running.call('x', {}, 10_000))).toEqual({ kind: 'exited', detail: `exit code ${code}` });
  });

  it('takes a call without an answer for the end of what can be relied on', async () => {
    const running = await startWith("'something else'");
    expect(await endOf(running.call('x', {}, 10_000))).toMatchObject({ kind: 'confused' });
  });

  it('fails calls that are under way when it is closed', async () => {
    const running = await startWith('[Threading.Thread]::Sleep(-1)');
    const calls = ['a', 'b'].map((verb) => endOf(running.call(verb, {}, 60_000)));
    await running.close();
    expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(['closed', 'closed']);
    expect(isAlive(running.pid)).toBe(false);
  });

  it('takes programs that it started with it', async () => {
    const running = await startWith(
      `$p = [Diagnostics.Process]::Start('sleep', '60'); [Console]::Out.WriteLine('hv:' + $Token + ' ' + $p.Id); ${answer}`,
    );
    const [child = ''] = await running.call('x', {}, 10_000);
    expect(isAlive(Number(child))).toBe(true);
    await running.close();
    expect(await isGone(Number(child))).toBe(true);
  });

  it.each(['/nowhere/pwsh', import.meta.filename, import.meta.dirname])('says so where %s cannot be started', async (missing) => {
    const running = start({ executable: missing });
    expect(await endOf(running.load('1', 10_000))).toMatchObject({ kind: 'not-started' });
    expect(await endOf(running.call('x', {}, 10_000))).toMatchObject({ kind: 'not-started' });
  });
});

it('starts what is configured, whatever NODE_POWERSHELL says', async () => {
  process.env.NODE_POWERSHELL = '/nowhere/pwsh';
  try {
    const running = start();
    await running.load('1', 20_000);
    expect(running.hasEnded).toBe(false);
  } finally {
    delete process.env.NODE_POWERSHELL;
  }
});

it('asks PowerShell for plain output and keeps agents and overrides from it', () => {
  const env = powerShellEnvironment({
    PATH: '/bin',
    SSH_AUTH_SOCK: '/agent',
    SSH_ASKPASS: 'ask',
    NODE_POWERSHELL: 'x',
    TERM: 'xterm',
    NODE_ENV: 'test',
  });
  expect(env).toMatchObject({ PATH: '/bin', NO_COLOR: '1', TERM: 'dumb' });
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['SSH_AUTH_SOCK']));
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['NODE_POWERSHELL']));
});

it('tells the lines of an answer from everything else', () => {
  const text = 'noise\r\nhv:t1 piece 1 AA==\r\nhv:t2 done\nmore hv:t1 done\n\nhv:t1 done';
  expect(splitAnswer(text, 'hv:t1 ')).toEqual({ answer: ['piece 1 AA==', 'done'], noise: 'noise\nhv:t2 done\nmore hv:t1 done' });
});

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether a killed orphan is gone; one that nobody has collected yet counts as gone. */
async function isGone(pid: number): Promise<boolean> {
  const state = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return state === '' || state.startsWith('Z');
}
