import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import allowed from '#collectors/host-module/allowed.json' with { type: 'json' };
import { buildHostModule, visibleFunction } from '#collectors/host-module/build-host-module.ts';
import { registry } from '#collectors/registry.ts';
import { parseFrame } from '#collectors/transport/parse-frame.ts';
import { writeSimulatedState } from '../hyperv-sim/write-state.ts';
import { shippedEndpoint } from '../lab/restricted-endpoint.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { runScript } from '../support/run-script.ts';
import { toRequest } from '../support/scrape-host.ts';

/** learn.microsoft.com, JEA Session Configurations: what every RestrictedRemoteServer session has. */
const always = [
  'Clear-Host',
  'Exit-PSSession',
  'Get-Command',
  'Get-FormatData',
  'Get-Help',
  'Measure-Object',
  'Out-Default',
  'Select-Object',
];
let folder: string;

beforeAll(async () => {
  await ensurePwsh();
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-jea-'));
  await writeSimulatedState(
    makeHost('hv66', [linuxVm(testVmId(66, 1), 'vm1', Date.now())]),
    path.join(folder, 'state.json'),
    Date.now(),
  );
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens the session that hvitals.pssc describes, for somebody who is or is not in the group, and runs a script beside it. */
async function besideSession(isMember: boolean, script: string): Promise<readonly string[]> {
  const modules = [path.join(import.meta.dirname, '../hyperv-sim/modules'), shippedEndpoint];
  const { lines, stderr } = await runScript(
    `$state = [initialsessionstate]::CreateFromSessionConfigurationFile('${path.join(shippedEndpoint, 'hvitals.pssc')}', [Func[string, bool]] { param($group) $group -eq 'CONTOSO\\Hvitals Readers' -and $${isMember} })
$session = [runspacefactory]::CreateRunspace($state)
$session.Open()
function New-Shell { $shell = [powershell]::Create(); $shell.Runspace = $session; return $shell }
function Out-Line { param($Text) [Console]::Out.WriteLine([string]$Text) }
${script}`,
    {
      timeoutMs: 60_000,
      env: {
        PSModulePath: modules.join(path.delimiter),
        HVITALS_SIM_STATE: path.join(folder, 'state.json'),
        HVITALS_SIM_LOG: path.join(folder, 'calls.log'),
      },
    },
  );
  expect(stderr).toBe('');
  return lines;
}

const listVisible = `foreach ($one in $session.SessionStateProxy.InvokeCommand.GetCommands('*', 'All', $true)) {
  if ([string]$one.Visibility -eq 'Public' -and [string]$one.CommandType -ne 'Alias') { Out-Line $one.Name }
}`;

describe('the session that hvitals.pssc describes', () => {
  test('puts limited stand-ins in the place of some commands: our function uses none of those', () => {
    expect(Object.keys(allowed.commands).filter((name) => always.includes(name))).toEqual([]);
  });

  test('shows a member of the group our function and what every such session shows', async () => {
    expect((await besideSession(true, listVisible)).toSorted()).toEqual([...always, visibleFunction].toSorted());
  }, 60_000);

  test('shows anybody else not even that', async () => {
    expect((await besideSession(false, listVisible)).toSorted()).toEqual(always);
  }, 60_000);

  test('gives every record, and takes no script and no other command', async () => {
    const { hash } = buildHostModule();
    const collectors = registry.map(({ name, args }) => ({ name, timeoutMs: 20_000, args: args(undefined) }));
    const request = toRequest({ v: 1, nonce: 'test', deadlineMs: 60_000, watchdog: false, collectors });
    const lines = await besideSession(
      true,
      `foreach ($line in (New-Shell).AddCommand('${visibleFunction}').AddParameter('Request', '${request}').Invoke()) { Out-Line $line }
foreach ($shell in (New-Shell).AddScript('1'), (New-Shell).AddScript('${visibleFunction}'), (New-Shell).AddCommand('Get-CimInstance'), (New-Shell).AddCommand('Get-WinEvent'), (New-Shell).AddCommand('ForEach-Object'), (New-Shell).AddCommand('Get-HvitalsVm')) {
  try { $null = $shell.Invoke(); Out-Line "HadErrors $($shell.HadErrors)" } catch { Out-Line $_.Exception.GetBaseException().ErrorRecord.FullyQualifiedErrorId }
}`,
    );
    const frames = lines.slice(0, registry.length + 1).map((line) => parseFrame(line, { module: hash, nonce: 'test' }));
    const outcomes = frames.map((frame) =>
      frame.kind === 'record' ? [frame.record.collector, frame.record.outcome] : frame.kind,
    );
    expect(outcomes).toEqual([...registry.map(({ name }) => [name, 'ok']), 'end']);
    expect(lines.slice(registry.length + 1)).toEqual([
      'ScriptsNotAllowed',
      'ScriptsNotAllowed',
      ...Array(4).fill('CommandNotFoundException'),
    ]);
  }, 60_000);
});
