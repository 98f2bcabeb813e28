import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findDescendants, killTree } from './kill-tree.ts';

describe('findDescendants', () => {
  it('finds children and their children, and nobody else', () => {
    const parents = new Map([
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 1],
      [6, 5],
    ]);
    expect(findDescendants(2, parents)).toEqual([3, 4]);
    expect(findDescendants(4, parents)).toEqual([]);
  });

  it('ends on a table that goes in circles, as one read while processes come and go may', () => {
    const parents = new Map([
      [1, 2],
      [2, 1],
    ]);
    expect(findDescendants(1, parents)).toEqual([2]);
  });
});

describe('killTree', () => {
  it('ends a process and its grandchild', async () => {
    const sleeper = `setTimeout(() => undefined, 60_000)`;
    const middle = `const c = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: 'inherit' }); console.log(c.pid); ${sleeper}`;
    const root = spawn(process.execPath, ['-e', middle], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await once(root.stdout, 'data');
    const grandchild = Number(String(line).trim());
    const exited = once(root, 'exit');
    // Its end closes the pipe that it shares with its parent.
    const closed = once(root.stdout, 'close');
    await killTree(root.pid ?? 0);
    expect((await exited)[1]).toBe('SIGKILL');
    await closed;
    expect(grandchild).toBeGreaterThan(0);
  });

  it('does not mind a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await expect(killTree(child.pid ?? 0)).resolves.toBeUndefined();
  });
});
