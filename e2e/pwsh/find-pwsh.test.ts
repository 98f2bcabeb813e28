import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PowerShell } from 'node-powershell';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProgramResult, runProgram } from '../peers/run-program.ts';
import { ensurePwsh, findPwsh, type PwshEngine } from './find-pwsh.ts';

const timeoutMs = 15_000;
let engine: PwshEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-pwsh-'));
  engine = await ensurePwsh();
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function pwsh(...args: readonly string[]): Promise<ProgramResult> {
  return runProgram(engine.executable, ['-NoLogo', '-NoProfile', '-NonInteractive', ...args], { timeoutMs });
}

function feed(input: string): Promise<ProgramResult> {
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-NoExit', '-Command', '-'];
  return runProgram(engine.executable, args, { timeoutMs, input });
}

describe('finding an engine', () => {
  test('a search path with neither pwsh nor dotnet says what to install', async () => {
    await expect(findPwsh(folder)).rejects.toThrow(/Neither pwsh nor dotnet.*install PowerShell 7.*\.NET SDK 10/);
  });

  test('pwsh on the search path wins over a build', async () => {
    const own = path.join(folder, 'pwsh');
    await writeFile(own, '#!/bin/sh\n', { mode: 0o755 });
    expect(await findPwsh(`${folder}${path.delimiter}${process.env.PATH}`)).toEqual({ executable: own, kind: 'pwsh' });
  });

  test('two callers at once get one executable', async () => {
    const search = process.env.PATH ?? '';
    const both = await Promise.all([findPwsh(search), findPwsh(search)]);
    expect(both).toEqual([engine, engine]);
  });
});

describe('-Command text and -File', () => {
  test('formats output as text on stdout', async () => {
    const result = await pwsh('-Command', '1 + 1; Write-Output a b; [pscustomobject]@{ Name = 1; Other = "x" }');
    expect(result.stdout.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining(['2', 'a', 'b', 'Name Other', '1 x']),
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  test('errors go to stderr and leave the exit code 1 when the last statement failed', async () => {
    const result = await pwsh('-Command', '"before"; Get-HvitalsNothing');
    expect(result.stdout).toBe('before\n');
    expect(result.stderr).toContain('Get-HvitalsNothing');
    expect(result.code).toBe(1);
  });

  test('exit sets the exit code', async () => {
    expect((await pwsh('-Command', 'exit 7; "never"')).code).toBe(7);
  });

  test('a file binds its own parameters and keeps the rest in $args', async () => {
    const file = path.join(folder, 'bind.ps1');
    await writeFile(file, 'param([string] $Name, [switch] $Loud)\n"$Name|$Loud|$($args -join ",")"\nexit 4\n');
    expect(await pwsh('-File', file, '-Name', 'a b', '-Loud', 'one', 'two')).toEqual({
      code: 4,
      stdout: 'a b|True|one,two\n',
      stderr: '',
    });
  });

  test('a text that ends too early is an error, not silence', async () => {
    const result = await pwsh('-Command', 'if ($true) { 1');
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).not.toBe('');
  });

  test('-Version names a PowerShell 7', async () => {
    expect((await runProgram(engine.executable, ['-Version'], { timeoutMs })).stdout).toMatch(/^PowerShell 7\.\d+/);
  });

  test('a long string stays one line', async () => {
    expect((await pwsh('-Command', '"z" * 100000')).stdout).toBe(`${'z'.repeat(100_000)}\n`);
  });
});

describe('-Command - reads statements from stdin', () => {
  test('each statement runs as it comes, and variables stay', async () => {
    expect((await feed('$x = 20\n$x + 1\n"two"\n')).stdout).toBe('21\ntwo\n');
  });

  test('an incomplete line opens a block that a blank line ends', async () => {
    expect((await feed('if ($true) {\n  "in"\n}\n\n"after"\n')).stdout).toBe('in\nafter\n');
  });

  test('a failing statement does not end the session', async () => {
    const result = await feed('throw "first"\n"second"\nexit 3\n"third"\n');
    expect(result.stdout).toBe('second\n');
    expect(result.stderr).toContain('first');
    expect(result.code).toBe(3);
  });

  test('text beyond ASCII arrives and returns unchanged', async () => {
    expect((await feed('"gr\u00fc\u00df \u865a\u62df\u673a \u{1f600}"\n')).stdout).toBe(
      'gr\u00fc\u00df \u865a\u62df\u673a \u{1f600}\n',
    );
  });
});

describe('node-powershell', () => {
  test('drives it: answers, rejects on errors, keeps state', async () => {
    const shell = new PowerShell({
      executable: engine.executable,
      executableOptions: { '-NoProfile': true, '-NonInteractive': true },
    });
    try {
      expect((await shell.invoke('$n = 5; $n * 2')).raw).toBe('10');
      await expect(shell.invoke('Get-HvitalsNothing')).rejects.toThrow('Get-HvitalsNothing');
      expect((await shell.invoke('echo "n is $n"')).raw).toBe('n is 5');
    } finally {
      await shell.dispose();
    }
  });
});
