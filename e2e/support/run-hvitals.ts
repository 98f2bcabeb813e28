import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');

/** Runs a command of hvitals with `input` on standard input: what it prints. Throws with what it told where it fails. */
export async function runHvitals(configFile: string, args: readonly string[], input = ''): Promise<string> {
  const env = { ...process.env, HVITALS_CONFIG: configFile, NODE_OPTIONS: '' };
  const child = execFile(process.execPath, [join(root, 'collectors/cli/hvitals.ts'), ...args], {
    cwd: root,
    env,
    timeout: 60_000,
  });
  const exited = new Promise<number | null>((done) => child.once('close', done));
  child.stdin?.end(input);
  if (child.stdout === null || child.stderr === null) throw new Error('The command has no output.');
  const [printed, told, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Error(`hvitals ${args.join(' ')} ended with ${code}: ${told}`);
  return printed;
}
