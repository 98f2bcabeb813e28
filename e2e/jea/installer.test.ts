import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildHostModule, visibleFunction } from '#collectors/host-module/build-host-module.ts';
import { shippedEndpoint } from '../lab/restricted-endpoint.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { runScript } from '../support/run-script.ts';

const script = 'Install-HvitalsEndpoint.ps1';
let folder: string;
let source: string;

beforeAll(() => ensurePwsh(), 300_000);

// On Linux a backslash is a letter of a file's name, so the script's paths name files beside the folder that they would lie in.
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-install-'));
  source = path.join(folder, 'source');
  await mkdir(source);
  for (const name of [
    'Hvitals/Hvitals.psd1',
    'Hvitals/Hvitals.psm1',
    'Hvitals/RoleCapabilities/HvitalsReader.psrc',
    'hvitals.pssc',
    'hvitals-ssh.pssc',
  ]) {
    await cp(path.join(shippedEndpoint, name), `${source}\\${name.replaceAll('/', '\\')}`);
  }
  // What asks Windows for its accounts stands apart in the script, and has a stand-in here.
  const text = (await readFile(path.join(shippedEndpoint, script), 'utf8'))
    .replace(/function Assert-EndpointSystem \{\n[\s\S]*?\n\}\n/, 'function Assert-EndpointSystem { }\n')
    .replace(
      /function Get-EndpointGroupName \{\n[\s\S]*?\n\}\n/,
      'function Get-EndpointGroupName { param($Sid) "Group l\'$Sid" }\n',
    )
    .replace(/function Assert-EndpointAccount \{\n[\s\S]*?\n\}\n/, 'function Assert-EndpointAccount { }\n');
  await writeFile(path.join(source, script), text);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Commands of Windows that write, as lines of what they were asked to do. */
const standIns = `
function Test-Path { param($LiteralPath) [System.IO.File]::Exists($LiteralPath) -or ($LiteralPath.EndsWith('\\Modules\\Hvitals') -and $env:IS_THERE) }
function Say { param($Text) [Console]::Out.WriteLine($Text.Replace($env:ProgramFiles, 'PF')) }
function New-Item { param($ItemType, $Path, [switch]$Force) Say "folder $Path" }
function Remove-Item { param($LiteralPath, [switch]$Recurse, [switch]$Force) Say "remove $LiteralPath" }
function Copy-Item { param($LiteralPath, $Destination, [switch]$Force) Say "copy $Destination" }
function Get-ChildItem { param($LiteralPath, [switch]$Recurse, [switch]$File) @{ FullName = "$LiteralPath\\x" } }
function Unblock-File { param($LiteralPath) Say "unblock $LiteralPath" }
function Test-PSSessionConfigurationFile { param($Path) [System.IO.File]::Exists($Path) }
function Get-PSSessionConfiguration { [CmdletBinding()] param($Name) if ($env:IS_THERE) { $Name } }
function Unregister-PSSessionConfiguration { param($Name, [switch]$Force, [switch]$NoServiceRestart) Say "unregister $Name" }
function Register-PSSessionConfiguration { param($Name, $Path, [switch]$Force, [switch]$NoServiceRestart) Say "register $Name $Path" }
function Restart-Service { param($Name, [switch]$Force) Say "restart $Name" }
$env:ProgramFiles = '@FOLDER@/pf'
`;

async function install(args: string, env: Readonly<Record<string, string>> = {}) {
  return runScript(
    `${standIns.replace('@FOLDER@', folder)}foreach ($line in & '${path.join(source, script)}' ${args}) { Say $line }`,
    { timeoutMs: 30_000, env },
  );
}

const group = `-Group 'CONTOSO\\Hvitals Readers', 'HV01\\it''s' -Confirm:$false`;
const copied = ['Hvitals.psd1', 'Hvitals.psm1', 'RoleCapabilities\\HvitalsReader.psrc'].map(
  (name) => `copy PF\\WindowsPowerShell\\Modules\\Hvitals\\${name}`,
);
const version = `Module Hvitals, version ${buildHostModule().hash}.`;

describe('installing for WinRM', () => {
  test('copies the module, registers the endpoint for the groups that were named, and restarts WinRM', async () => {
    const { lines, stderr } = await install(group);
    expect(stderr).toBe('');
    expect(lines).toEqual([
      'folder PF\\WindowsPowerShell\\Modules\\Hvitals\\RoleCapabilities',
      ...copied,
      'unblock PF\\WindowsPowerShell\\Modules\\Hvitals\\x',
      'folder PF\\Hvitals',
      'register Hvitals PF\\Hvitals\\Hvitals.pssc',
      'restart WinRM',
      version,
    ]);
  });

  test('writes a configuration that opens for each of them, with groups named as the host names them', async () => {
    await install(group);
    const written = await readFile(`${folder}/pf\\Hvitals\\Hvitals.pssc`, 'utf8');
    expect(written).toContain(
      "    RunAsVirtualAccountGroups = @('Group l''S-1-5-32-578', 'Group l''S-1-5-32-573', 'Group l''S-1-5-32-558')\r\n",
    );
    await writeFile(path.join(folder, 'written.pssc'), written);
    for (const [member, visible] of [
      ['CONTOSO\\Hvitals Readers', 1],
      ["HV01\\it's", 1],
      ['CONTOSO\\Other', 0],
    ] as const) {
      const { lines, stderr } = await runScript(
        `$state = [initialsessionstate]::CreateFromSessionConfigurationFile('${folder}/written.pssc', [Func[string, bool]] { param($group) $group -eq '${member.replaceAll("'", "''")}' })
[Console]::Out.WriteLine(@($state.Commands['${visibleFunction}']).Count + @($state.UnresolvedCommandsToExpose).Count)
$session = [runspacefactory]::CreateRunspace($state)
$session.Open()
[Console]::Out.WriteLine(@(foreach ($one in $session.SessionStateProxy.InvokeCommand.GetCommands('${visibleFunction}', 'All', $true)) { if ([string]$one.Visibility -eq 'Public') { $one } }).Count)`,
        {
          timeoutMs: 30_000,
          env: { PSModulePath: [path.join(import.meta.dirname, '../hyperv-sim/modules'), shippedEndpoint].join(path.delimiter) },
        },
      );
      expect(stderr).toBe('');
      expect(lines.at(-1)).toBe(String(visible));
    }
  });

  test('takes the place of what was there, and leaves the restart to who says so', async () => {
    const { lines } = await install(`${group} -Name Other -NoServiceRestart`, { IS_THERE: '1' });
    expect(lines[0]).toBe('remove PF\\WindowsPowerShell\\Modules\\Hvitals');
    expect(lines.slice(-4)).toEqual([
      'unregister Other',
      'register Other PF\\Hvitals\\Other.pssc',
      'Restart the service WinRM: the endpoint works after that.',
      version,
    ]);
  });

  test('names no groups of the virtual account where it shall be an administrator', async () => {
    await install(`${group} -AsAdministrator`);
    const written = await readFile(`${folder}/pf\\Hvitals\\Hvitals.pssc`, 'utf8');
    expect(written).not.toMatch(/^ *RunAsVirtualAccountGroups/m);
    expect(written).toMatch(/^ {4}RunAsVirtualAccount = \$true/m);
  });

  test('changes nothing with -WhatIf', async () => {
    const { lines, stderr } = await install(`${group} -WhatIf`, { IS_THERE: '1' });
    expect(stderr).toBe('');
    expect(lines.filter((line) => !line.startsWith('What if: '))).toEqual([version]);
    expect(lines.length).toBeGreaterThan(3);
  });
});

describe('installing for SSH', () => {
  test('copies the files and prints the lines for sshd and for the key', async () => {
    const { lines, stderr } = await install('-Ssh -Confirm:$false');
    expect(stderr).toBe('');
    expect(lines.slice(1, 4)).toEqual(copied);
    expect(lines.join('\n')).toContain(
      'Subsystem hvitals c:/progra~1/powershell/7/pwsh.exe -sshs -NoLogo -NoProfile -ConfigurationFile ',
    );
    expect(lines.join('\n')).toMatch(/restrict,command="c:\/progra~1\/powershell\/7\/pwsh\.exe -sshs .*" ssh-ed25519/);
    expect(lines.filter((line) => /^(un)?register |^restart /.test(line))).toEqual([]);
    expect(await readFile(`${folder}/pf\\Hvitals\\hvitals-ssh.pssc`, 'utf8')).toBe(
      await readFile(path.join(shippedEndpoint, 'hvitals-ssh.pssc'), 'utf8'),
    );
  });
});

test.each([
  [
    'C:\\Program Files\\Hvitals\\hvitals-ssh.pssc',
    'c:/progra~1/Hvitals/hvitals-ssh.pssc',
    'c:/progra~1/Hvitals/hvitals-ssh.pssc',
  ],
  ['D:\\my files\\hvitals-ssh.pssc', '"D:/my files/hvitals-ssh.pssc"', '\\"D:/my files/hvitals-ssh.pssc\\"'],
])('%s is written as sshd reads it', async (file, inConfig, inKey) => {
  const show = `. '${path.join(source, script)}'; foreach ($line in Show-EndpointSshLines '${file}') { [Console]::Out.WriteLine($line) }`;
  const { lines } = await runScript(show, { timeoutMs: 30_000 });
  expect(lines[1]).toBe(
    `  Subsystem hvitals c:/progra~1/powershell/7/pwsh.exe -sshs -NoLogo -NoProfile -ConfigurationFile ${inConfig}`,
  );
  expect(lines[3]).toMatch(/^ {2}restrict,command="c:.*" ssh-ed25519 AAAA/);
  expect(lines[3]).toContain(`-ConfigurationFile ${inKey}" ssh-ed25519`);
});

describe('is refused', () => {
  test.each([
    ['nobody who may connect', '', /-Group says who may connect/],
    ['a group for SSH', `-Ssh ${group}`, /-Ssh takes no -Group/],
    ['a name that is no name', "-Name 'a b' -Ssh", /-?Name/],
  ])('%s', async (_name, args, message) => {
    const { stderr, lines } = await install(args);
    expect(stderr).toMatch(message);
    expect(lines).toEqual([]);
  });

  test('a module that was changed or is of another version than its manifest', async () => {
    await writeFile(`${source}\\Hvitals\\Hvitals.psm1`, `${buildHostModule().text}# more\n`);
    const { stderr, lines } = await install(group);
    expect(stderr).toContain('Hvitals.psm1 is not the module that Hvitals.psd1 belongs to');
    expect(lines).toEqual([]);
  });

  test('a folder of which something is missing', async () => {
    await rm(`${source}\\hvitals.pssc`);
    const { stderr } = await install(group);
    expect(stderr).toContain('hvitals.pssc is missing: copy the whole folder');
  });
});
