import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { buildDispatcher } from './build-dispatcher.ts';
import { classifyWinrmFailure, winrmConnection } from './winrm.ts';

const target = {
  name: 'hv1',
  transport: 'winrm',
  address: 'hv1.example.com',
  configurationName: undefined,
  useSsl: false,
  port: undefined,
} as const;
const ending = { stage: 'connect', code: undefined, errorId: '', message: 'Zugriff verweigert' } as const;

describe('winrmConnection', () => {
  it('opens a plain session on the usual port, gives it up after a minute, and loads the module itself', () => {
    expect(winrmConnection(target)).toMatchObject({
      watchdog: true,
      open: {
        kind: 'winrm',
        address: 'hv1.example.com',
        port: 5985,
        useSsl: false,
        shellUri: 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell',
        restricted: false,
        idleTimeoutMs: 60_000,
      },
    });
  });

  it('uses an endpoint by name, which has the module installed', () => {
    const { open } = winrmConnection({ ...target, configurationName: 'Hvitals', useSsl: true });
    expect(open).toMatchObject({ port: 5986, shellUri: 'http://schemas.microsoft.com/powershell/Hvitals', restricted: true });
    expect(winrmConnection({ ...target, port: 8443 }).open.port).toBe(8443);
  });

  it('becomes the connection that PowerShell is given', async () => {
    const { executable } = await ensurePwsh();
    const folder = await mkdtemp(join(tmpdir(), 'hvitals-winrm-'));
    const file = join(folder, 'show.ps1');
    const argument = Buffer.from(
      JSON.stringify(winrmConnection({ ...target, configurationName: 'Hvitals', useSsl: true }).open),
    ).toString('base64');
    const shown = [
      'ConnectionUri',
      'ShellUri',
      'IdleTimeout',
      'OpenTimeout',
      'AuthenticationMechanism',
      'MaximumConnectionRedirectionCount',
    ];
    const show = shown.map((name) => `[Console]::Out.WriteLine('${name}=' + $info.${name})`).join('\n');
    const parse = `$info = New-HvitalsConnectionInfo (ConvertFrom-HvitalsJson ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${argument}'))))`;
    await writeFile(file, `${buildDispatcher()}\n${parse}\n${show}\n`);
    try {
      const { stdout } = await promisify(execFile)(executable, ['-NoLogo', '-NonInteractive', '-NoProfile', '-File', file]);
      expect(stdout.trim().split(/\r?\n/)).toEqual([
        'ConnectionUri=https://hv1.example.com:5986/wsman',
        'ShellUri=http://schemas.microsoft.com/powershell/Hvitals',
        'IdleTimeout=60000',
        'OpenTimeout=8000',
        'AuthenticationMechanism=Kerberos',
        'MaximumConnectionRedirectionCount=0',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});

describe('classifyWinrmFailure', () => {
  it("goes by WinRM's number, not by its language", () => {
    expect(classifyWinrmFailure({ ...ending, code: 5 }, 'hv1').outcome).toBe('access-denied');
    expect(classifyWinrmFailure({ ...ending, code: -2144108526 }, 'hv1').outcome).toBe('unreachable');
    expect(classifyWinrmFailure(ending, 'hv1').message).toContain('Zugriff verweigert');
  });
});
