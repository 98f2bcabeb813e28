import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildHostModule, hostCollectors, visibleFunction } from '#collectors/host-module/build-host-module.ts';
import { registry } from '#collectors/registry.ts';
import { createPowerShellTransports, type PowerShellTransports } from '#collectors/transport/create-transports.ts';
import { type SshHost, startSshHost } from '../lab/start-ssh-host.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { quoted } from '../support/examine-51.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { toRequest } from '../support/scrape-host.ts';
import { besideSession } from './near-side.ts';
import { createPipeline, parsePsrpMessages } from './psrp-messages.ts';
import { outcomesOf, scrapeOverSsh } from './scrape-over-ssh.ts';

const vms = [1, 2, 3].map((number) => linuxVm(testVmId(65, number), `vm${number}`, Date.now()));
const names = registry.map(({ name }) => name);
/** SESSION_CAPABILITY, INIT_RUNSPACEPOOL, PUBLIC_KEY, GET_AVAILABLE_RUNSPACES, END_OF_PIPELINE_INPUT (MS-PSRP 2.2.1). */
const harmless = [0x0001_0002, 0x0001_0004, 0x0001_0005, 0x0002_1007, 0x0004_1003];
const restricted = { subsystem: 'hvitals', restricted: true };
let host: SshHost;
let transports: PowerShellTransports;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  host = await startSshHost({ address: '127.0.0.65', host: makeHost('hv65', vms), installModule: buildHostModule().text });
  transports = createPowerShellTransports({ executable, processes: 1, log: pino({ level: 'silent' }) });
}, 300_000);

afterAll(async () => {
  await transports.close();
  await host.stop();
}, 60_000);

/** A record's data without what passes while nothing happens: how long VMs have been on. */
const standing = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === 'onTimeMs' ? null : value)));

describe('what hvitals does in the restricted session', () => {
  test('it gives the same records as in a session that takes everything', async () => {
    const [plain, bound] = [await scrapeOverSsh(transports, host), await scrapeOverSsh(transports, host, restricted)];
    expect(outcomesOf(bound)).toEqual(names.map((name) => [name, 'ok']));
    for (const name of names) {
      const [theirs, ours] = [plain, bound].map(({ records }) => records.get(name)?.record.data);
      // Measured anew each time: the shape is compared.
      if (name === 'clock') expect(Object.keys(ours as object)).toEqual(Object.keys(theirs as object));
      else expect({ name, data: standing(ours) }).toEqual({ name, data: standing(theirs) });
    }
  }, 90_000);

  test('all that it sends is calls of the one function with one base64 argument', async () => {
    await scrapeOverSsh(transports, host, restricted);
    const sent = parsePsrpMessages(await host.received());
    const pipelines = sent.filter(({ type }) => type === createPipeline).map(({ data }) => data);
    expect(pipelines.length).toBeGreaterThan(0);
    for (const data of pipelines) {
      expect([...data.matchAll(/<S N="Cmd">([^<]*)<\/S>/g)].map(([, command]) => command)).toEqual([visibleFunction]);
      expect([...data.matchAll(/<B N="IsScript">([^<]*)<\/B>/g)].map(([, isScript]) => isScript)).toEqual(['false']);
      expect([...data.matchAll(/<S N="N">([^<]*)<\/S>/g)].map(([, parameter]) => parameter?.replace(/^-|:$/g, ''))).toEqual([
        'Request',
      ]);
      expect([...data.matchAll(/<S N="V">([^<]*)<\/S>/g)].map(([, value]) => value)).toEqual([
        expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/),
      ]);
    }
    // Beside pipelines only what opens a session and ends their input.
    for (const { type } of sent) expect([createPipeline, ...harmless]).toContain(type);
    for (const { data } of sent) expect(data).not.toMatch(/function |\$hvitals|Get-CimInstance/);
  }, 90_000);
});

/** Asks for no collector, so that what stands beside it is what matters. */
const emptyRequest = toRequest({ v: 1, deadlineMs: 10_000, watchdog: false, collectors: [] });

/** What somebody with the key might try, as text of a script. */
const scripts = [
  '1 + 1',
  '$x = 1',
  '$PID',
  '$env:PATH',
  '"$(1 + 41)"',
  '& { 1 }',
  '& ([scriptblock]::Create("1"))',
  '. { 1 }',
  '[System.IO.File]::ReadAllText("/etc/hostname")',
  'function Get-Own { 1 }',
  `function ${visibleFunction} { 1 }`,
  'if (1) { 1 }',
  'Get-Process',
  'Get-CimInstance -ClassName Msvm_ComputerSystem -Namespace root/virtualization/v2',
  'Invoke-CimMethod -ClassName StdRegProv -MethodName GetStringValue -Namespace root/cimv2',
  'Import-Module CimCmdlets',
  'Get-Module',
  'Get-Command',
  'Set-Alias x Get-Process',
  '/bin/ls',
  `${visibleFunction} -Request (Get-Process)`,
  `${visibleFunction} -Request ${emptyRequest} | ForEach-Object { 1 }`,
  `${visibleFunction} -Request ${emptyRequest}; Get-Process`,
  `CimCmdlets\\Get-CimInstance Msvm_ComputerSystem`,
  'Microsoft.PowerShell.Core\\Get-Command',
];

describe('what the restricted session refuses', () => {
  // Invoke-Command makes commands of simple pipelines before it sends them, so that more than the language itself is tried.
  test.each(['AddScript', 'Invoke-Command'])(
    'every script, whatever is in it, by %s',
    async (way) => {
      const call = (text: string) =>
        way === 'AddScript'
          ? `(New-Shell).AddScript(${quoted(text)})`
          : `([powershell]::Create().AddCommand('Invoke-Command').AddParameter('Session', $session).AddParameter('ScriptBlock', [scriptblock]::Create(${quoted(text)})))`;
      const lines = await besideSession(
        host,
        'hvitals',
        scripts.map((text, index) => `Test-Hvitals '${index}' ${call(text)}`).join('\n'),
      );
      const answers = lines.map((line) => line.split('\t'));
      expect(answers.map(([, answer], index) => [scripts[index], answer])).toEqual(scripts.map((text) => [text, 'refused']));
      for (const [, , id] of answers) expect(id).toMatch(/ScriptsNotAllowed|CommandNotFoundException/);
    },
    60_000,
  );

  test('every command that its modules and a plain session have, but the one', async () => {
    const everything = await besideSession(
      host,
      'powershell',
      `foreach ($line in Invoke-Command -Session $session { Import-Module CimCmdlets, Microsoft.PowerShell.Diagnostics, Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management, Hvitals
Get-Command -CommandType Alias, Cmdlet, Function, Filter | ForEach-Object { $_.Name; if ($_.ModuleName) { $_.ModuleName + '\\' + $_.Name } } }) { [Console]::Out.WriteLine($line) }`,
    );
    expect(everything).toEqual(expect.arrayContaining(['Get-CimInstance', 'Import-Module', 'Hvitals\\Invoke-HvitalsScrape']));
    const inner = Object.values(hostCollectors).flatMap((name) => [name, `Hvitals\\${name}`]);
    const asked = [...everything, ...inner, 'Read-HvitalsClass', '/bin/sh', 'sh', 'Hvitals.psm1', ''.padEnd(2, '.')];
    const lines = await besideSession(
      host,
      'hvitals',
      asked.map((name, index) => `Test-Hvitals '${index}' (New-Shell).AddCommand(${quoted(name)})`).join('\n'),
    );
    const open = lines.filter((line) => !/\trefused\tCommandNotFoundException/.test(line)).map((line) => line.split('\t'));
    // Called without a request, the function itself says that it wants one.
    expect(open.map(([index]) => asked[Number(index)])).toEqual([visibleFunction, `Hvitals\\${visibleFunction}`]);
    expect(lines).toHaveLength(asked.length);
  }, 120_000);

  test('while the one function runs, as a command and not even in a script', async () => {
    const request = toRequest({
      v: 1,
      deadlineMs: 10_000,
      watchdog: false,
      collectors: [{ name: 'vm', timeoutMs: 5000, args: null }],
    });
    const lines = await besideSession(
      host,
      'hvitals',
      `Test-Hvitals command (New-Shell).AddCommand('${visibleFunction}').AddParameter('Request', '${request}')
Test-Hvitals script (New-Shell).AddScript('${visibleFunction} -Request ${request}')`,
    );
    expect(lines).toEqual(['command\tran\t2', 'script\trefused\tScriptsNotAllowed']);
  }, 60_000);
});

/** The ssh of somebody who has a key of a host. */
async function ssh(at: SshHost, keyFile: string, ...args: readonly string[]) {
  const options = [`UserKnownHostsFile=${at.knownHostsFile}`, 'BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes'];
  const common = ['-F', 'none', '-i', keyFile, '-p', String(at.port), '-l', at.user, ...options.flatMap((one) => ['-o', one])];
  return runProgram(await ensurePeer('ssh'), [...common, ...args], { timeoutMs: 20_000, input: '' });
}

describe('a key that is bound to the restricted session by authorized_keys', () => {
  test('serves hvitals', async () => {
    const received = await scrapeOverSsh(transports, host, { ...restricted, name: 'bound', keyFile: host.boundKeyFile });
    expect(outcomesOf(received)).toEqual(names.map((name) => [name, 'ok']));
  }, 60_000);

  test('opens the restricted session too where the plain one is asked for', async () => {
    const over = { name: 'bound-plain', keyFile: host.boundKeyFile, subsystem: 'powershell' };
    expect(outcomesOf(await scrapeOverSsh(transports, host, { ...over, restricted: true }))).toHaveLength(names.length);
    const script = await scrapeOverSsh(transports, host, { ...over, name: 'bound-script', restricted: false });
    expect(script.rest).toMatchObject({ outcome: 'error', reason: expect.stringContaining('restricted endpoint') });
  }, 60_000);

  test('runs no command, gives no terminal and forwards nothing, where a plain key does', async () => {
    const ask = (...args: readonly string[]) => ssh(host, host.boundKeyFile, ...args);
    expect((await ssh(host, host.keyFile, host.address, 'echo out-of-the-box')).stdout).toContain('out-of-the-box');
    expect((await ask(host.address, 'echo out-of-the-box')).stdout).not.toContain('out-of-the-box');
    expect((await ask('-tt', host.address)).stderr).toMatch(/PTY allocation request failed/);
    expect((await ask('-W', `${host.address}:${host.port}`, host.address)).stderr).toMatch(/prohibited/);
  }, 60_000);
});

test('ForceCommand of sshd gives every key the restricted session, whatever is asked for', async () => {
  const forced = await startSshHost({
    address: '127.0.0.70',
    host: makeHost('hv70', vms),
    installModule: buildHostModule().text,
    forceRestricted: true,
  });
  try {
    const over = { name: 'forced', subsystem: 'powershell' };
    expect(outcomesOf(await scrapeOverSsh(transports, forced, { ...over, restricted: true }))).toEqual(
      names.map((name) => [name, 'ok']),
    );
    expect((await scrapeOverSsh(transports, forced, { ...over, name: 'forced-script' })).rest).toMatchObject({
      reason: expect.stringContaining('restricted endpoint'),
    });
    expect((await ssh(forced, forced.keyFile, forced.address, 'echo out-of-the-box')).stdout).not.toContain('out-of-the-box');
    expect((await ssh(forced, forced.keyFile, '-tt', forced.address)).stderr).toMatch(/PTY allocation request failed/);
  } finally {
    await forced.stop();
  }
}, 90_000);
