import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const toolTimeoutMs = 5_000;

/**
 * Ends a process and everything it started, at once and without asking. Children are looked up first, because orphans lose the
 * link to their parent. Returns when the signals are sent; a process that is gone already is no error.
 */
export async function killTree(pid: number, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (platform === 'win32') {
    // taskkill answers 128 where the process is gone.
    await run('taskkill', ['/PID', String(pid), '/T', '/F'], { timeout: toolTimeoutMs, windowsHide: true }).catch(
      () => undefined,
    );
    return;
  }
  const parents = await readParents(platform).catch(() => new Map<number, number>());
  for (const id of [pid, ...findDescendants(pid, parents)]) kill(id);
}

/** Every process below `root`, nearest first. `parents`: process id → id of its parent. Pure. */
export function findDescendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const found = [root];
  for (const parent of found) {
    for (const [id, of] of parents) if (of === parent && !found.includes(id)) found.push(id);
  }
  return found.slice(1);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}

async function readParents(platform: NodeJS.Platform): Promise<ReadonlyMap<number, number>> {
  if (platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=', '-o', 'ppid='], { timeout: toolTimeoutMs });
    const pairs = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    return new Map(pairs.flatMap(([id, parent]) => (id !== undefined && parent !== undefined ? [[id, parent]] : [])));
  }
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'latin1').catch(() => undefined)));
  const parents = new Map<number, number>();
  for (const [index, stat] of stats.entries()) {
    // The command's name stands in parentheses and may contain anything; the parent is the second field after it (proc(5)).
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isInteger(parent)) parents.set(Number(ids[index]), parent);
  }
  return parents;
}
