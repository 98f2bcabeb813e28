import { execFile } from 'node:child_process';
import { powerShellEnvironment } from '#collectors/transport/powershell-process.ts';
import type { CheckResult } from './check-result.ts';

const deadlineMs = 30_000;
const versionPattern = /^\d+\.\d+[\w.-]*$/;

/**
 * Runs PowerShell once and asks for its version.
 *
 * @param executable as configured, or found on PATH by this name
 */
export async function checkPowerShell(executable: string, env: NodeJS.ProcessEnv): Promise<CheckResult> {
  const subject = 'PowerShell';
  const ran = await run(executable, env);
  if (!ran.ok && ran.code === 'ENOENT') {
    const advice =
      'Install PowerShell 7.4 or newer (docs/targets.md says how), or name it with powershell.executable in hvitals.yaml.';
    return { status: 'fail', subject, message: `${executable} was not found`, advice };
  }
  const version = ran.stdout.trim();
  if (!ran.ok || !versionPattern.test(version)) {
    const said = ran.ok ? `it answered ${JSON.stringify(version.slice(0, 200))}` : ran.reason;
    const advice = `Run "${executable} -NoLogo -NoProfile -NonInteractive -Command $PSVersionTable" by hand and see what it says.`;
    return { status: 'fail', subject, message: `${executable} does not run: ${said}`, advice };
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 7 || (major === 7 && minor < 4)) {
    const advice = 'Transport local works with it; ssh needs PowerShell 7.4 or newer on this machine.';
    return { status: 'warn', subject, message: `version ${version} at ${executable}`, advice };
  }
  return { status: 'ok', subject, message: `version ${version} at ${executable}` };
}

type Ran =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly stdout: string; readonly code: string | undefined; readonly reason: string };

function run(executable: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const script = '[Console]::Out.WriteLine($PSVersionTable.PSVersion.ToString())';
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script];
  return new Promise((resolve) => {
    const options = { env: powerShellEnvironment(env), timeout: deadlineMs, killSignal: 'SIGKILL', windowsHide: true } as const;
    execFile(executable, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ ok: true, stdout });
      const code = typeof error.code === 'string' ? error.code : undefined;
      const late = error.killed === true ? `it did not answer within ${deadlineMs / 1000} s` : undefined;
      resolve({ ok: false, stdout, code, reason: late ?? (stderr.trim().split('\n').at(-1) || error.message) });
    });
  });
}
