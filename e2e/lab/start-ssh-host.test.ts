import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../peers/run-program.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { type SshHost, startSshHost } from './start-ssh-host.ts';

const moduleText = `function Invoke-HvitalsScrape {
  param([string] $Request)
  foreach ($row in Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root/virtualization/v2) { "$Request $($row.ElementName)" }
}`;

const host = makeHost('hv01', [linuxVm(testVmId(1, 1), 'web-1', Date.now()), linuxVm(testVmId(1, 2), 'web-2', Date.now())]);
let folder: string;
let lab: SshHost;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-lab-test-'));
  lab = await startSshHost({ address: '127.0.0.21', host, installModule: moduleText });
}, 300_000);
afterAll(async () => {
  await lab.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a script on the near side with a session `$session` to the lab; gives its output lines. */
async function withSession(script: string, subsystem = 'powershell'): Promise<string> {
  const { executable } = await ensurePwsh();
  const file = path.join(folder, 'near.ps1');
  const options = `@{ StrictHostKeyChecking = 'yes'; UserKnownHostsFile = '${lab.knownHostsFile}'; BatchMode = 'yes'; IdentitiesOnly = 'yes' }`;
  await writeFile(
    file,
    `$ErrorActionPreference = 'Stop'
$session = New-PSSession -HostName ${lab.address} -Port ${lab.port} -UserName ${lab.user} -KeyFilePath '${lab.keyFile}' -Subsystem ${subsystem} -Options ${options}
${script}
Remove-PSSession $session
`,
  );
  const result = await runProgram(executable, ['-NoProfile', '-NonInteractive', '-File', file], { timeoutMs: 30_000 });
  return result.stdout + result.stderr;
}

const names =
  'Invoke-Command -Session $session { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root/virtualization/v2 | ForEach-Object { $_.ElementName } }';

describe('a simulated host behind sshd', () => {
  test('answers CIM calls of a session from the scenario, and sshd counts the log-in', async () => {
    const before = await lab.acceptedLogins();
    expect(await withSession(names)).toBe('HV01\nweb-1\nweb-2\n');
    expect(await lab.acceptedLogins()).toBe(before + 1);
    expect((await lab.calls()).at(-1)).toMatchObject({ class: 'Msvm_ComputerSystem', rows: 3, outcome: 'ok', method: null });
  }, 60_000);

  test('answers from the new state after an update, in a session that is already open', async () => {
    const other = path.join(folder, 'go');
    const waiting = withSession(`${names}
while (-not [System.IO.File]::Exists('${other}')) { [System.Threading.Thread]::Sleep(20) }
${names}`);
    const seen = (await lab.calls()).length;
    while ((await lab.calls()).length === seen) await new Promise((resolve) => setTimeout(resolve, 20));
    await lab.update({ ...host, vms: host.vms.slice(0, 1) });
    await writeFile(other, '');
    expect(await waiting).toBe('HV01\nweb-1\nweb-2\nHV01\nweb-1\n');
    await lab.update(host);
  }, 60_000);

  test('the restricted endpoint runs the one function and refuses everything else', async () => {
    const output = await withSession(
      `Invoke-Command -Session $session { Invoke-HvitalsScrape -Request 'ask' }
foreach ($block in { 1 + 1 }, { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root/virtualization/v2 }) {
  try { Invoke-Command -Session $session $block; 'RAN' } catch { 'refused' }
}`,
      'hvitals',
    );
    expect(output).toBe('ask HV01\nask web-1\nask web-2\nrefused\nrefused\n');
  }, 60_000);
});

describe('stopping', () => {
  test('leaves no process and no file behind, not even a session that hangs', async () => {
    const doomed = await startSshHost({
      address: '127.0.0.22',
      host: { ...host, faults: { ...host.faults, hangingClasses: ['Msvm_ComputerSystem'] } },
    });
    const { executable } = await ensurePwsh();
    const script = path.join(folder, 'hang.ps1');
    await writeFile(
      script,
      `$session = New-PSSession -HostName ${doomed.address} -Port ${doomed.port} -UserName ${doomed.user} -KeyFilePath '${doomed.keyFile}' -Options @{ UserKnownHostsFile = '${doomed.knownHostsFile}' }
${names}`,
    );
    const near = runProgram(executable, ['-NoProfile', '-File', script], { timeoutMs: 60_000 });
    while ((await doomed.calls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await doomed.calls())[0]).toMatchObject({ outcome: 'hang', rows: null });
    const remote = await doomed.remoteProcesses();
    expect(remote.length).toBeGreaterThan(0);
    await doomed.stop();
    // An ended process may stand as a zombie until its new parent has looked at it.
    const states = await Promise.all(remote.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tgone')));
    for (const state of states) expect(state).toMatch(/^State:\s+(Z|gone)/m);
    expect(await doomed.remoteProcesses()).toEqual([]);
    expect(existsSync(doomed.keyFile)).toBe(false);
    await near;
  }, 90_000);
});
