import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';

/** What a script left behind. */
export interface ScriptResult {
  /** Exit code; null where a signal ended the engine. */
  readonly code: number | null;
  readonly lines: readonly string[];
  /** Milliseconds after the start of the process when each line had arrived. */
  readonly arrivedMs: readonly number[];
  readonly stderr: string;
  readonly tookMs: number;
}

/**
 * Runs PowerShell text on the real engine as a file of its own and collects its lines. The engine is killed after `timeoutMs`,
 * which then shows as code null.
 */
export async function runScript(
  text: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly timeoutMs: number },
): Promise<ScriptResult> {
  const { executable } = await ensurePwsh();
  const folder = await mkdtemp(path.join(tmpdir(), 'hvitals-script-'));
  try {
    const file = path.join(folder, 'script.ps1');
    await writeFile(file, text);
    return await run(executable, file, options.env ?? {}, options.timeoutMs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(executable: string, file: string, env: Readonly<Record<string, string>>, timeoutMs: number): Promise<ScriptResult> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', file], {
      env: { ...process.env, NO_COLOR: '1', TERM: 'dumb', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const chunks: string[] = [];
    const arrivedMs: number[] = [];
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      chunks.push(chunk);
      for (const character of chunk) if (character === '\n') arrivedMs.push(performance.now() - start);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const lines = chunks.join('').split('\n').slice(0, arrivedMs.length);
      resolve({ code, lines, arrivedMs, stderr, tookMs: performance.now() - start });
    });
  });
}
