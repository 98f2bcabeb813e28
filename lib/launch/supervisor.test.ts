import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Supervisor, supervise } from './supervisor.js';

const programs = join(import.meta.dirname, 'testdata');
const delays = { firstDelayMs: 10, longestDelayMs: 40, steadyAfterMs: 60_000, killAfterMs: 5_000 };

let directory: string;
let said: string[];
let children: ChildProcess[];
let running: Supervisor | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hvitals-supervisor-'));
  said = [];
  children = [];
});

afterEach(async () => {
  running?.stop('end of test');
  await running?.done;
  rmSync(directory, { recursive: true });
});

function start(names: readonly string[], options: Partial<typeof delays> = {}): Supervisor {
  running = supervise({
    programs: names.map((name) => ({
      name,
      command: process.execPath,
      args: [join(programs, `${name}.js`), join(directory, name)],
    })),
    say: (text) => said.push(text),
    spawn: ((command: string, args: readonly string[]) => {
      const child = spawn(command, args, { stdio: 'ignore' });
      children.push(child);
      return child;
    }) as typeof spawn,
    ...delays,
    ...options,
  });
  return running;
}

/** What the program has written so far: one line each time that it was ready. */
function starts(name: string): number {
  try {
    return readFileSync(join(directory, name), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

const untilStarted = (name: string, times = 1) => vi.waitUntil(() => starts(name) >= times, { timeout: 15_000, interval: 10 });

describe('supervise', () => {
  it('starts a program that crashed again, with a wait that doubles up to the longest', async () => {
    start(['crashes']);
    await untilStarted('crashes', 4);
    await vi.waitUntil(() => said.length >= 4, { timeout: 15_000 });
    expect(said.slice(0, 4)).toEqual(
      [0.01, 0.02, 0.04, 0.04].map((seconds) => `crashes ended (exit code 1); starting it again in ${seconds} s`),
    );
  });

  it('leaves the others alone when one is killed', async () => {
    start(['stops', 'crashes']);
    await untilStarted('stops');
    await untilStarted('crashes', 3);
    expect(starts('stops')).toBe(1);
  });

  it('starts a program again that was killed from outside', async () => {
    start(['stops']);
    await untilStarted('stops');
    children[0]?.kill('SIGKILL');
    await untilStarted('stops', 2);
    expect(said).toEqual(['stops ended (SIGKILL); starting it again in 0.01 s']);
  });

  it('starts again with the first wait after a steady run', async () => {
    start(['crashes'], { steadyAfterMs: 0 });
    await vi.waitUntil(() => said.length >= 3, { timeout: 15_000 });
    expect(new Set(said)).toEqual(new Set(['crashes ended (exit code 1); starting it again in 0.01 s']));
  });

  it('sends SIGTERM on stop and ends with 0 once all have ended', async () => {
    const supervisor = start(['stops']);
    await untilStarted('stops');
    supervisor.stop('SIGTERM');
    expect(await supervisor.done).toBe(0);
    expect(readFileSync(join(directory, 'stops'), 'utf8')).toBe('ready\nstopped\n');
    expect(said).toEqual(['stopping (SIGTERM)']);
  });

  it('kills a program that ignores SIGTERM', async () => {
    const supervisor = start(['ignores-sigterm'], { killAfterMs: 50 });
    await untilStarted('ignores-sigterm');
    supervisor.stop('SIGINT');
    expect(await supervisor.done).toBe(0);
    expect(children[0]?.signalCode).toBe('SIGKILL');
    expect(said).toContain('ignores-sigterm did not stop within 0.05 s; killing it');
  });

  it('stops while a program waits for its restart, and starts nothing more', async () => {
    const supervisor = start(['crashes'], { firstDelayMs: 60_000, longestDelayMs: 60_000 });
    await vi.waitUntil(() => said.length === 1, { timeout: 15_000 });
    supervisor.stop('SIGTERM');
    expect(await supervisor.done).toBe(0);
    expect(children).toHaveLength(1);
  });

  it('stops all with exit code 2 when a program says that it cannot run like this', async () => {
    const supervisor = start(['stops', 'gives-up']);
    expect(await supervisor.done).toBe(2);
    expect(children.every((child) => child.exitCode !== null || child.signalCode !== null)).toBe(true);
    expect(said[0]).toMatch(/^stopping \(gives-up says that it cannot run/);
  });

  it('says why a program cannot be started, and tries again', async () => {
    running = supervise({
      programs: [{ name: 'absent', command: join(directory, 'absent'), args: [] }],
      say: (text) => said.push(text),
      ...delays,
    });
    await vi.waitUntil(() => said.length >= 2, { timeout: 15_000 });
    expect(said[0]).toMatch(/^absent ended \(spawn .*ENOENT\); starting it again in 0.01 s$/);
  });
});

describe('a supervisor process', () => {
  it('passes SIGHUP on to a program that reloads, and goes on', async () => {
    const supervisor = spawn(process.execPath, [join(programs, 'supervisor.js'), join(directory, 'stops')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await untilStarted('stops');
    supervisor.kill('SIGHUP');
    await untilStarted('stops', 2);
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
    expect(readFileSync(join(directory, 'stops'), 'utf8')).toBe('ready\nreloaded\nstopped\n');
  });

  it('leaves no child behind after SIGTERM', async () => {
    const supervisor = spawn(process.execPath, [join(programs, 'supervisor.js'), join(directory, 'stops')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await untilStarted('stops');
    supervisor.kill('SIGTERM');
    const [code] = await once(supervisor, 'exit');
    expect(code).toBe(0);
    expect(readFileSync(join(directory, 'stops'), 'utf8')).toBe('ready\nstopped\n');
  });
});
