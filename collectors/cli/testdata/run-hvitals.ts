import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person would, in a folder of the test's own. */
export function runHvitals(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return runHvitalsWith(cwd, '', args);
}

/** The same with something on standard input. */
export async function runHvitalsWith(cwd: string, input: string, args: readonly string[]): Promise<Ended> {
  const { HVITALS_CONFIG: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'hvitals.js'), ...args], { cwd, env });
  // A command that does not read may end before all is written.
  child.stdin.on('error', () => undefined).end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
