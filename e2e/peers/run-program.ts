import { execFile } from 'node:child_process';

/** How a program ended that ran to its end. `code` is null where a signal ended it. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end and gives its output. Rejects where it cannot be started or runs longer than `timeoutMs`;
 * an exit code other than 0 is a result, because callers decide what it means.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly timeoutMs: number;
    readonly input?: string;
  },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      { cwd: options.cwd, env: options.env ?? process.env, timeout: options.timeoutMs, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else if (error.killed === true)
          reject(new Error(`${file} ${args.join(' ')} took over ${options.timeoutMs} ms. ${stderr}`));
        else if (typeof error.code === 'string')
          reject(new Error(`${file} could not be run: ${error.message}`, { cause: error }));
        else resolve({ code: null, stdout, stderr });
      },
    );
    if (options.input !== undefined) child.stdin?.end(options.input);
    else child.stdin?.end();
  });
}
