import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A test program that runs: its process, its lines, and how it ended. */
export interface RunningProgram {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** Whole lines of stdout so far; a line that a kill cut short is not among them. */
  readonly lines: readonly string[];
  /** Resolves when that many lines have come; rejects when the program ends first. */
  hasLines(count: number): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts a TypeScript program on this Node; its stderr goes to ours. */
export function runProgram(program: URL, ...args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  // A killed reader of stdin is the point of some tests.
  child.stdin.on('error', () => undefined);
  const lines: string[] = [];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const parts = (text + piece).split('\n');
    text = parts.pop() ?? '';
    lines.push(...parts);
  });
  const ended = once(child, 'close').then(
    ([code, signal]) => ({ code, signal }) as { code: number | null; signal: string | null },
  );
  const hasLines = async (count: number): Promise<void> => {
    while (lines.length < count) {
      const over = await Promise.race([once(child.stdout, 'data').then(() => false), ended.then(() => true)]);
      if (over && lines.length < count) throw new Error(`${program.href} ended after ${lines.length} lines`);
    }
  };
  return { child, lines, hasLines, ended };
}
