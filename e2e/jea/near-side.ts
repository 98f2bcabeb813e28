import { expect } from 'vitest';
import type { SshHost } from '../lab/start-ssh-host.ts';
import { runScript } from '../support/run-script.ts';

/**
 * Runs a script beside an open session to a host: `Test-Hvitals <name> <shell>` invokes a PowerShell pipeline there and writes the line
 * "name TAB ran|refused TAB number of outputs or error id". Returns the lines.
 */
export async function besideSession(host: SshHost, subsystem: string, script: string): Promise<readonly string[]> {
  const options = `@{ StrictHostKeyChecking = 'yes'; UserKnownHostsFile = '${host.knownHostsFile}'; BatchMode = 'yes'; IdentitiesOnly = 'yes' }`;
  const { lines, stderr } = await runScript(
    `$ErrorActionPreference = 'Stop'
$session = New-PSSession -HostName ${host.address} -Port ${host.port} -UserName ${host.user} -KeyFilePath '${host.keyFile}' -Subsystem ${subsystem} -Options ${options}
function New-Shell { $shell = [powershell]::Create(); $shell.Runspace = $session.Runspace; return $shell }
function Test-Hvitals {
  param([string]$Name, $Shell)
  try {
    $out = $Shell.Invoke()
    if ($Shell.HadErrors) { $line = "refused\t" + $Shell.Streams.Error[0].FullyQualifiedErrorId } else { $line = "ran\t" + $out.Count }
  } catch {
    $record = $_.Exception.GetBaseException().ErrorRecord
    $line = "refused\t" + $record.FullyQualifiedErrorId
  }
  [Console]::Out.WriteLine($Name + [char]9 + $line.Replace('\\t', [string][char]9))
}
${script}
Remove-PSSession $session
`,
    { timeoutMs: 120_000 },
  );
  expect(stderr).toBe('');
  return lines;
}
