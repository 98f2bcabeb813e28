import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/** All processes of this machine; one that ends meanwhile is left out. Reads /proc. */
async function listProcesses(): Promise<ProcessEntry[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(names.map(readEntry));
  return entries.filter((entry) => entry !== undefined);
}

async function readEntry(name: string): Promise<ProcessEntry | undefined> {
  const stat = await readGently(`/proc/${name}/stat`);
  // The command in parentheses may hold spaces and parentheses; what follows the last one is plain. The first letter is the state.
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '' || parent === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid: Number(name), parent: Number(parent) };
}

/** '' where the process is gone or belongs to somebody else. */
async function readGently(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

/** Processes whose environment has this variable with this value: sessions of one lab, also those whose sshd has gone. */
export async function findByEnvironment(name: string, value: string): Promise<number[]> {
  const entries = await listProcesses();
  const found = await Promise.all(
    entries.map(async ({ pid }) => (await readGently(`/proc/${pid}/environ`)).split('\0').includes(`${name}=${value}`)),
  );
  return entries.filter((_, index) => found[index] === true).map(({ pid }) => pid);
}

/** All descendants of a process, without itself. */
async function descendantsOf(root: number): Promise<number[]> {
  const entries = await listProcesses();
  const found = new Set([root]);
  let size = 0;
  while (size !== found.size) {
    size = found.size;
    for (const { pid, parent } of entries) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
}

/**
 * Ends a process, everything that it started, and everything with the given environment variable, and waits until all are gone.
 * Throws after `deadlineMs`, naming what is left.
 */
export async function endAll(
  root: ChildProcess,
  variable: { readonly name: string; readonly value: string },
  deadlineMs = 10_000,
): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const left = new Set(await findByEnvironment(variable.name, variable.value));
    // Once it has ended, its number may be somebody else's.
    if (root.pid !== undefined && root.exitCode === null && root.signalCode === null) {
      left.add(root.pid);
      for (const pid of await descendantsOf(root.pid)) left.add(pid);
    }
    left.delete(process.pid);
    if (left.size === 0) return;
    if (performance.now() - startedAt > deadlineMs) throw new Error(`These processes do not end: ${[...left].join(', ')}`);
    for (const pid of left) kill(pid);
    await delay(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself between the look and the kill.
  }
}
