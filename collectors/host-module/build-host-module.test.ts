import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { runScript } from '../../e2e/support/run-script.ts';
import { toRequest } from '../../e2e/support/scrape-host.ts';
import { buildHostModule, hostCollectors } from './build-host-module.ts';

beforeAll(() => ensurePwsh(), 300_000);

describe('the host module text', () => {
  const { text, hash } = buildHostModule();

  test('is ASCII with LF line ends', () => {
    expect(text).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('carries the hash of itself without the hash', () => {
    expect(text.split(hash)).toHaveLength(2);
    expect(createHash('sha256').update(text.replace(hash, '')).digest('hex').slice(0, 16)).toBe(hash);
    expect(buildHostModule()).toEqual({ text, hash });
  });

  test('defines one function that a session sees', async () => {
    const find = "$ExecutionContext.InvokeCommand.GetCommands('*Hvitals*', 'Function', $true)";
    const request = toRequest({ v: 1, deadlineMs: 1000, watchdog: false, collectors: [] });
    const script = `${text}\n$null = Invoke-HvitalsScrape -Request '${request}'\nforeach ($one in ${find}) { [Console]::Out.WriteLine($one.Name) }`;
    expect((await runScript(script, { timeoutMs: 20_000 })).lines).toEqual(['Invoke-HvitalsScrape']);
  });

  test('runs as an imported module in a session that takes no language at all', async () => {
    const request = toRequest({
      v: 1,
      deadlineMs: 5000,
      watchdog: false,
      collectors: [{ name: 'nothing', timeoutMs: 1000, args: null }],
    });
    const script = `
$file = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "hvitals-$PID.psm1")
[System.IO.File]::WriteAllText($file, [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(text).toString('base64')}')))
$state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
$state.LanguageMode = 'NoLanguage'
$null = $state.ImportPSModule([string[]]@($file))
$session = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
$session.Open()
$shell = [powershell]::Create()
$shell.Runspace = $session
foreach ($line in $shell.AddCommand('Invoke-HvitalsScrape').AddParameter('Request', '${request}').Invoke()) { [Console]::Out.WriteLine($line) }
$shell.Commands.Clear()
try { $null = $shell.AddScript('1 + 1').Invoke() } catch { [Console]::Out.WriteLine('refused: ' + $_.FullyQualifiedErrorId) }
[System.IO.File]::Delete($file)`;
    const { lines, stderr } = await runScript(script, { timeoutMs: 20_000 });
    expect(stderr).toBe('');
    expect(lines.slice(0, 2).map((line) => JSON.parse(line))).toMatchObject([
      { v: 1, module: hash, collector: 'nothing', outcome: 'unsupported', data: null },
      { v: 1, module: hash, end: true },
    ]);
    expect(lines[2]).toMatch(/^refused: /);
  });

  test.each([
    ['not base64', '***', /base-?64/i],
    ['not JSON', Buffer.from('{').toString('base64'), /request: not JSON/],
    ['another version', toRequest({ v: 2, deadlineMs: 1, collectors: [] }), /request: version 1/],
    ['no deadline', toRequest({ v: 1, collectors: [] }), /request: deadlineMs/],
    ['a deadline beyond an hour', toRequest({ v: 1, deadlineMs: 3_600_001, collectors: [] }), /request: deadlineMs/],
    ['collectors that are no list', toRequest({ v: 1, deadlineMs: 1, collectors: {} }), /request: collectors/],
    ['a collector without a name', toRequest({ v: 1, deadlineMs: 1, collectors: [{}] }), /request: each collector needs a name/],
    ['no time-out', toRequest({ v: 1, deadlineMs: 1, collectors: [{ name: 'vm' }] }), /request: timeoutMs/],
  ])('refuses a request with %s and sends nothing', async (_name, request, message) => {
    const script = `${text}\ntry { Invoke-HvitalsScrape -Request '${request}' | ForEach-Object { [Console]::Out.WriteLine('frame') } } catch { [Console]::Out.WriteLine($_.Exception.Message) }`;
    const { lines } = await runScript(script, { timeoutMs: 20_000 });
    expect(lines).toEqual([expect.stringMatching(message)]);
  });

  test('has a function for every collector', () => {
    for (const name of Object.values(hostCollectors)) expect(text).toContain(`\nfunction ${name} {`);
  });
});
