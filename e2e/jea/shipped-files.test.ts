import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import allowed from '#collectors/host-module/allowed.json' with { type: 'json' };
import { buildHostModule, visibleFunction } from '#collectors/host-module/build-host-module.ts';
import { jeaFiles } from '#collectors/jea-files.ts';
import { shippedEndpoint } from '../lab/restricted-endpoint.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { examine51, violations51 } from '../support/examine-51.ts';
import { runScript } from '../support/run-script.ts';

beforeAll(() => ensurePwsh(), 300_000);

const read = (name: string) => readFile(path.join(shippedEndpoint, name), 'utf8');
const dataFiles = ['Hvitals/Hvitals.psd1', 'Hvitals/RoleCapabilities/HvitalsReader.psrc', 'hvitals.pssc', 'hvitals-ssh.pssc'];
const scripts = ['Hvitals/Hvitals.psm1', 'Install-HvitalsEndpoint.ps1'];

/** The values of a data file's keys, as the parser takes them without running anything; a list's entries on lines of their own. */
async function dataOf(name: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { lines, stderr } = await runScript(
    `$errors = $null
$ast = [System.Management.Automation.Language.Parser]::ParseFile('${path.join(shippedEndpoint, name)}', [ref]$null, [ref]$errors)
foreach ($problem in $errors) { throw $problem.Message }
if ($ast.EndBlock.Statements.Count -ne 1 -or $null -ne $ast.ParamBlock -or $null -ne $ast.BeginBlock) { throw 'more than one statement' }
$table = $ast.EndBlock.Statements[0].PipelineElements[0].Expression
if ($table -isnot [System.Management.Automation.Language.HashtableAst]) { throw 'no table' }
$data = $table.SafeGetValue()
foreach ($key in $data.Keys) { foreach ($value in $data[$key]) { [Console]::Out.WriteLine($key + "=" + $(if ($value -is [hashtable]) { [string]::Join(',', @($value.Keys)) } else { $value })) } }`,
    { timeoutMs: 30_000 },
  );
  expect({ name, stderr }).toEqual({ name, stderr: '' });
  const data = new Map<string, string[]>();
  for (const line of lines) {
    const [key = '', value = ''] = line.split(/=(.*)/s);
    data.set(key, [...(data.get(key) ?? []), value]);
  }
  return data;
}

describe('what administrators copy to a host', () => {
  test('is all there, and nothing else', async () => {
    const entries = await readdir(shippedEndpoint, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.map((file) => path.relative(shippedEndpoint, path.join(file.parentPath, file.name))).toSorted()).toEqual(
      [...dataFiles, ...scripts].toSorted(),
    );
  });

  test.each(jeaFiles())('$path is that of the scripts of the collectors', ({ current, expected }) => {
    expect(current).toBe(expected);
  });

  test.each([...dataFiles, ...scripts])('%s is ASCII, which 5.1 reads without a mark', async (name) => {
    expect(await read(name)).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test.each(dataFiles)('%s is one table of constants', async (name) => {
    expect((await dataOf(name)).size).toBeGreaterThan(4);
  });

  test('the module, whose text the check of the host module examines, is the text of plain sessions, and its manifest says its hash', async () => {
    const { text, hash } = buildHostModule();
    expect(await read('Hvitals/Hvitals.psm1')).toBe(text);
    expect((await dataOf('Hvitals/Hvitals.psd1')).get('PrivateData')).toEqual(['ModuleHash']);
    expect(await read('Hvitals/Hvitals.psd1')).toContain(`ModuleHash = '${hash}'`);
  });
});

describe('the visible set', () => {
  test('is what the module exports, and what the module defines', async () => {
    const [manifest, role, ssh] = [
      await dataOf('Hvitals/Hvitals.psd1'),
      await dataOf(dataFiles[1] ?? ''),
      await dataOf('hvitals-ssh.pssc'),
    ];
    for (const [data, key] of [
      [manifest, 'FunctionsToExport'],
      [role, 'VisibleFunctions'],
      [ssh, 'VisibleFunctions'],
    ] as const) {
      expect(data.get(key)).toEqual([visibleFunction]);
    }
    for (const key of ['CmdletsToExport', 'VariablesToExport', 'AliasesToExport']) expect(manifest.get(key)).toBeUndefined();
    for (const data of [role, ssh]) {
      expect([...data.keys()].filter((key) => /^Visible|Definitions$|^Scripts|^Assemblies/.test(key))).toEqual([
        'VisibleFunctions',
      ]);
    }
    const { lines } = await runScript(
      `$ast = [System.Management.Automation.Language.Parser]::ParseFile('${path.join(shippedEndpoint, scripts[0] ?? '')}', [ref]$null, [ref]$null)
foreach ($statement in $ast.EndBlock.Statements) { [Console]::Out.WriteLine($statement.GetType().Name + ' ' + $statement.Name) }`,
      { timeoutMs: 30_000 },
    );
    expect(lines).toEqual([`FunctionDefinitionAst ${visibleFunction}`]);
  });

  test('needs no module that is not imported: role and SSH session import the same, and each command of the module is in one of them', async () => {
    const modules = (await dataOf(dataFiles[1] ?? '')).get('ModulesToImport') ?? [];
    expect((await dataOf('hvitals-ssh.pssc')).get('ModulesToImport')).toEqual(modules);
    const { lines } = await runScript(
      `foreach ($name in @('${Object.keys(allowed.commands).join("', '")}')) { [Console]::Out.WriteLine((Get-Command $name).ModuleName) }`,
      { timeoutMs: 30_000, env: { PSModulePath: path.join(import.meta.dirname, '../hyperv-sim/modules') } },
    );
    expect(lines).toHaveLength(Object.keys(allowed.commands).length);
    for (const name of lines) expect([...modules, 'Microsoft.PowerShell.Core']).toContain(name);
  });
});

/** All that the installer may call; all of it is in Windows PowerShell 5.1. */
const installerCommands = [
  'Copy-Item',
  'Get-ChildItem',
  'Get-CimInstance',
  'Get-PSSessionConfiguration',
  'New-Item',
  'New-Object',
  'Register-PSSessionConfiguration',
  'Remove-Item',
  'Restart-Service',
  'Test-PSSessionConfigurationFile',
  'Test-Path',
  'Unblock-File',
  'Unregister-PSSessionConfiguration',
];

describe('the installer', () => {
  test('has nothing that Windows PowerShell 5.1 lacks, and calls only what it lists', async () => {
    const text = await read('Install-HvitalsEndpoint.ps1');
    expect(await violations51(text)).toEqual([]);
    const found = await examine51(text);
    const own = found.filter((line) => line.startsWith('function ')).map((line) => line.slice(9));
    const called = new Set(found.filter((line) => line.startsWith('command ')).map((line) => line.slice(8)));
    expect([...called].filter((name) => !own.includes(name)).toSorted()).toEqual(installerCommands);
  });

  test('says so where it is not on Windows', async () => {
    const result = await runScript(`& '${path.join(shippedEndpoint, 'Install-HvitalsEndpoint.ps1')}' -Ssh`, {
      timeoutMs: 30_000,
    });
    expect(result.stderr).toContain('runs on Windows only');
    expect(result.lines).toEqual([]);
  });
});
