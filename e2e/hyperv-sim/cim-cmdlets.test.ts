import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import { runProgram } from '../peers/run-program.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { readSimulatedCalls } from './simulated-call.ts';
import { writeRows, writeSimulatedState } from './write-state.ts';

const v2 = 'root/virtualization/v2';
let folder: string;
let executable: string;
let runs = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-cim-'));
  executable = (await ensurePwsh()).executable;
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function environment(state: string, log: string): NodeJS.ProcessEnv {
  const modules = path.join(import.meta.dirname, 'modules');
  return { ...process.env, PSModulePath: modules, HVITALS_SIM_STATE: state, HVITALS_SIM_LOG: log };
}

interface Run {
  readonly lines: readonly string[];
  readonly stderr: string;
  readonly log: string;
}

/** Runs a script on a simulated host, in a process of its own. */
async function onHost(host: SimulatedHost, script: string): Promise<Run> {
  runs += 1;
  const [state, log, file] = ['state.json', 'calls.log', 'script.ps1'].map((name) => path.join(folder, `${runs}-${name}`)) as [
    string,
    string,
    string,
  ];
  await writeSimulatedState(host, state, Date.now());
  await writeFile(file, script);
  const result = await runProgram(executable, ['-NoProfile', '-NonInteractive', '-File', file], {
    timeoutMs: 30_000,
    env: environment(state, log),
  });
  return { lines: result.stdout.split('\n').filter((line) => line !== ''), stderr: result.stderr, log };
}

const started = Date.now() - 3_600_000;
const vm = linuxVm(testVmId(1, 1), "it's $(1+1)", Date.now(), { startedAt: started });
const host = makeHost('hv01', [vm, linuxVm(testVmId(1, 2), 'other', Date.now())]);
const noFaults = host.faults;

const tryTo = `function TryTo([scriptblock] $What) {
  try { $rows = @(& $What); "rows $($rows.Length)" } catch {
    "$($_.Exception.NativeErrorCode)|$($_.FullyQualifiedErrorId)|$($_.CategoryInfo.Category)|$($_.Exception.Message.Trim())"
  }
}
`;

describe('values', () => {
  test('are typed as a real instance has them, and running counters go on', async () => {
    const { lines } = await onHost(
      host,
      `$row = Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root\\virtualization\\v2 -Filter "Name='${vm.id.toUpperCase()}'"
$row.ElementName
$row.EnabledState.GetType().Name, $row.OperationalStatus.GetType().Name, $row.OnTimeInMilliseconds.GetType().Name, $row.StatusDescriptions.GetType().Name
$row.TimeOfLastStateChange.Kind.ToString(), $row.LastReplicationTime.ToUniversalTime().Year
"backup: [$($row.LastSuccessfulBackupTime)]"
$row.OnTimeInMilliseconds
$setting = Get-CimInstance -Query "SELECT * FROM Msvm_VirtualSystemSettingData WHERE ElementName = 'other'" -Namespace ${v2}
$setting.AutomaticStartupActionDelay.GetType().Name, $setting.VirtualSystemSubType, $setting.Notes.Length, "[$($setting.Notes[0])]"`,
    );
    expect(lines.slice(0, 8)).toEqual([vm.name, 'UInt16', 'UInt16[]', 'UInt64', 'String[]', 'Local', '1601', 'backup: []']);
    expect(Number(lines[8])).toBeGreaterThanOrEqual(3_600_000);
    expect(Number(lines[8])).toBeLessThan(3_660_000);
    expect(lines.slice(9)).toEqual(['TimeSpan', 'Microsoft:Hyper-V:SubType:2', '1', '[]']);
  }, 40_000);

  test('an uptime of months, beyond 32 bits of milliseconds, is whole', async () => {
    const ninetyDays = 90 * 86_400_000;
    const old = linuxVm(testVmId(1, 9), 'old', Date.now(), { startedAt: Date.now() - ninetyDays });
    const script = `(Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -Filter "ElementName='old'").OnTimeInMilliseconds`;
    const [line] = (await onHost(makeHost('hv01', [old]), script)).lines;
    expect(Number(line)).toBeGreaterThanOrEqual(ninetyDays);
    expect(Number(line)).toBeLessThan(ninetyDays + 60_000);
  }, 40_000);

  test('every property of the class is there, those that Server 2019 lacks only on 23H2', async () => {
    const script = `$row = @(Get-CimInstance -ClassName Msvm_VirtualSystemSettingData -Namespace ${v2})[0]
@($row.PSObject.Properties).Length; $null -ne $row.PSObject.Properties['WatchdogEnabled']`;
    expect((await onHost(host, script)).lines).toEqual(['62', 'False']);
    expect((await onHost({ ...host, build: 'server23h2' }, script)).lines).toEqual(['81', 'True']);
  }, 40_000);

  test('a property that the class lacks is an error of the simulation', async () => {
    const state = path.join(folder, 'planted.json');
    await writeRows(host, { Msvm_ComputerSystem: [{ Name: 'HV01', Colour: 'red' }] }, state, Date.now());
    const args = ['-NoProfile', '-Command', `Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2}`];
    const result = await runProgram(executable, args, {
      timeoutMs: 30_000,
      env: environment(state, path.join(folder, 'planted.log')),
    });
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('Msvm_ComputerSystem does not have on server2019: Colour');
  }, 40_000);

  test('an instance can be read again, and a remote call is refused', async () => {
    const { lines } = await onHost(
      host,
      `${tryTo}$row = Get-CimInstance -ClassName Msvm_KvpExchangeComponent -Namespace ${v2} -Filter "SystemName='${vm.id}'"
(Get-CimInstance -InputObject $row).SystemName
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -ComputerName hv02 }`,
    );
    expect(lines[0]).toBe(vm.id);
    expect(lines[1]).toContain('-ComputerName and -CimSession are refused');
  }, 40_000);
});

describe('GetSummaryInformation', () => {
  test('gives all VMs for a null SettingData and fills only what was asked for', async () => {
    const { lines, log } = await onHost(
      host,
      `$service = Get-CimInstance -ClassName Msvm_VirtualSystemManagementService -Namespace ${v2}
$answer = Invoke-CimMethod -InputObject $service -MethodName GetSummaryInformation -Arguments @{ RequestedInformation = [uint32[]](0, 4, 106) } -OperationTimeoutSec 5
$answer.ReturnValue
foreach ($row in $answer.SummaryInformation) { "$($row.Name)|$($row.NumberOfProcessors)|$($row.GuestOperatingSystem)|$($row.ElementName)" }`,
    );
    expect(lines).toEqual(['0', ...host.vms.map(({ id }) => `${id.toUpperCase()}|2|Debian GNU/Linux|`)]);
    expect((await readSimulatedCalls(log)).at(-1)).toMatchObject({
      command: 'Invoke-CimMethod',
      method: 'GetSummaryInformation',
      timeoutSeconds: 5,
    });
  }, 40_000);
});

describe('failures', () => {
  test('carry the codes of the real cmdlets', async () => {
    const failing = {
      ...noFaults,
      missingClasses: ['Msvm_VssComponent'],
      missingNamespaces: ['root/absent'],
      failingClasses: { Msvm_Memory: 'Provider load failure ', Msvm_ShutdownComponent: 'Access is denied. (HRESULT 0x80070005)' },
    };
    const { lines, log } = await onHost(
      { ...host, faults: failing },
      `${tryTo}$ErrorActionPreference = 'Stop'
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root/absent }
TryTo { Get-CimInstance -ClassName MSCluster_Node -Namespace root/MSCluster }
TryTo { Get-CimInstance -ClassName Msvm_VssComponent -Namespace ${v2} }
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem }
TryTo { Get-CimInstance -ClassName Msvm_Memory -Namespace ${v2} }
TryTo { Get-CimInstance -ClassName Msvm_ShutdownComponent -Namespace ${v2} }
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -Property Name, Colour }
TryTo { Get-CimInstance -ClassName Msvm_Processor -Namespace ${v2} }`,
    );
    expect(lines).toEqual([
      'InvalidNamespace|HRESULT 0x8004100e,Get-CimInstance|MetadataError|Invalid namespace',
      'InvalidNamespace|HRESULT 0x8004100e,Get-CimInstance|MetadataError|Invalid namespace',
      'InvalidClass|HRESULT 0x80041010,Get-CimInstance|MetadataError|Invalid class',
      'InvalidClass|HRESULT 0x80041010,Get-CimInstance|MetadataError|Invalid class',
      'Failed|HRESULT 0x80041001,Get-CimInstance|NotSpecified|Provider load failure',
      'AccessDenied|HRESULT 0x80070005,Get-CimInstance|PermissionDenied|Access is denied. (HRESULT 0x80070005)',
      'InvalidQuery|HRESULT 0x80041017,Get-CimInstance|InvalidArgument|Invalid query',
      'rows 0',
    ]);
    expect((await readSimulatedCalls(log)).map(({ outcome }) => outcome)).toEqual([...Array(7).fill('error'), 'ok']);
  }, 40_000);

  test('a slow class answers late, and a time-out shorter than that ends it', async () => {
    const { lines, log } = await onHost(
      { ...host, faults: { ...noFaults, slowClassesMs: { msvm_computersystem: 1_500 } } },
      `${tryTo}$ErrorActionPreference = 'Stop'
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -OperationTimeoutSec 1 }
TryTo { Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -OperationTimeoutSec 10 }`,
    );
    expect(lines[0]).toContain('HRESULT 0x00040004');
    expect(lines[1]).toBe('rows 3');
    const [first, second] = await readSimulatedCalls(log);
    expect(first?.ms).toBeGreaterThanOrEqual(1_000);
    expect(second?.ms).toBeGreaterThanOrEqual(1_500);
  }, 40_000);

  test('a hanging class is logged at once and is not ended by a time-out', async () => {
    const [state, log] = [path.join(folder, 'hang.json'), path.join(folder, 'hang.log')];
    await writeSimulatedState({ ...host, faults: { ...noFaults, hangingClasses: ['msvm_computersystem'] } }, state, Date.now());
    const script = `Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} -OperationTimeoutSec 1; 'done'`;
    const child = spawn(executable, ['-NoProfile', '-Command', script], {
      env: environment(state, log),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    while ((await readSimulatedCalls(log)).length === 0) await delay(50);
    expect(await readSimulatedCalls(log)).toMatchObject([{ outcome: 'hang', rows: null, pid: child.pid, timeoutSeconds: 1 }]);
    // Longer than the time-out that should not help.
    const winner = await Promise.race([ended.then(() => 'ended'), delay(2_000, 'still hanging')]);
    child.kill('SIGKILL');
    await ended;
    expect(winner).toBe('still hanging');
  }, 40_000);

  test('an empty event log is reported as the real cmdlet does', async () => {
    const log = 'Microsoft-Windows-Hyper-V-Worker-Admin';
    const { lines } = await onHost(
      host,
      `${tryTo}TryTo { Get-WinEvent -FilterXml '<QueryList><Query Id="0" Path="${log}"><Select Path="${log}">*</Select></Query></QueryList>' -MaxEvents 5 -ErrorAction Stop }`,
    );
    expect(lines).toEqual([
      '|NoMatchingEventsFound,Get-WinEvent|ObjectNotFound|No events were found that match the specified selection criteria.',
    ]);
  }, 40_000);
});

describe('many callers and many VMs', () => {
  test('four processes that log at the same time lose no line and tear none', async () => {
    const [state, log] = [path.join(folder, 'many.json'), path.join(folder, 'many.log')];
    await writeSimulatedState(host, state, Date.now());
    const script = `foreach ($i in 1..20) { $null = Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2} }`;
    const one = () =>
      runProgram(executable, ['-NoProfile', '-Command', script], { timeoutMs: 60_000, env: environment(state, log) });
    const results = await Promise.all([one(), one(), one(), one()]);
    expect(results.map(({ stderr }) => stderr)).toEqual(['', '', '', '']);
    const calls = await readSimulatedCalls(log);
    expect(calls).toHaveLength(80);
    expect(new Set(calls.map(({ pid }) => pid)).size).toBe(4);
  }, 90_000);

  test('reading 200 VMs again costs less than the first time, which builds the rows', async () => {
    const vms = Array.from({ length: 200 }, (_, index) => linuxVm(testVmId(1, index + 1), `vm-${index}`, Date.now()));
    const get = `(Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace ${v2}).Length`;
    const { lines, log } = await onHost(makeHost('hv01', vms), `${get}\n${get}\n${get}`);
    expect(lines).toEqual(['201', '201', '201']);
    const [first, , third] = (await readSimulatedCalls(log)).map(({ ms }) => ms);
    expect(third).toBeLessThan(first ?? 0);
  }, 40_000);
});
