import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { runHvitals } from './testdata/run-hvitals.ts';

const vms = [linuxVm(testVmId(1, 1), 'web-1', Date.UTC(2026, 5, 1))];
// The hash stands in the text, so a module of another version is the same text with another hash.
const { text, hash } = buildHostModule();
const oldModule = text.replaceAll(hash, '0123456789abcdef');

let cwd: string;
let healthy: SshHost;
let withoutRights: SshHost;
let outdated: SshHost;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-doctor-'));
  [healthy, withoutRights, outdated] = await Promise.all([
    startSshHost({ address: '127.0.0.41', host: makeHost('healthy', vms) }),
    startSshHost({ address: '127.0.0.42', host: { ...makeHost('norights', vms), rights: 'none' } }),
    startSshHost({ address: '127.0.0.43', host: makeHost('outdated', vms), installModule: oldModule }),
  ]);
  const toTarget = (name: string, { address, port, user, keyFile, knownHostsFile }: SshHost) => ({
    name,
    transport: 'ssh',
    address,
    port,
    user,
    keyFile,
    knownHostsFile,
  });
  const targets = [
    toTarget('healthy', healthy),
    toTarget('norights', withoutRights),
    { ...toTarget('outdated', outdated), restricted: true, subsystem: 'hvitals' },
    // The key of one host does not open another.
    { ...toTarget('strangerkey', healthy), keyFile: withoutRights.keyFile },
    { ...toTarget('strangerhost', healthy), knownHostsFile: withoutRights.knownHostsFile },
    { ...toTarget('nobody', healthy), port: 1 },
  ];
  const { executable } = await ensurePwsh();
  writeFileSync(join(cwd, 'hvitals.yaml'), stringify({ targets, powershell: { executable, processes: 1 } }));
}, 180_000);

afterAll(async () => {
  await Promise.all([healthy, withoutRights, outdated].map((host) => host?.stop()));
  rmSync(cwd, { recursive: true });
});

describe('hvitals doctor on hosts behind a real SSH server', () => {
  it('finds a healthy host well, its clock within a second of ours, after a real log-in', async () => {
    const before = await healthy.acceptedLogins();
    const { code, stdout } = await runHvitals(cwd, 'doctor', 'healthy');
    expect(stdout).toMatch(/^ok {4}PowerShell: version 7\.\d+/m);
    expect(stdout).toMatch(/^ok {4}healthy: answers by ssh, first answer after \d+\.\d s$/m);
    expect(stdout).toContain('ok    healthy: its account may read Hyper-V');
    expect(stdout).toMatch(/^ok {4}healthy: its clock is 0\.\d\d s (ahead of|behind) this machine's, give or take 0\.\d\d s$/m);
    expect(code).toBe(0);
    expect(await healthy.acceptedLogins()).toBe(before + 1);
  }, 60_000);

  it('names what is wrong with each host and what to do, and the healthy one stays healthy beside them', async () => {
    const { code, stdout } = await runHvitals(cwd, 'doctor');
    expect(code).toBe(1);
    expect(stdout).toContain('ok    healthy: its account may read Hyper-V');
    expect(stdout).toMatch(/^fail {2}norights: access-denied: .*\n {6}→ .*group Hyper-V Administrators/m);
    expect(stdout).toMatch(/^fail {2}outdated: role-outdated: .*\n {6}→ Install the Hvitals module of this version/m);
    expect(stdout).toMatch(/^fail {2}strangerkey: access-denied: .*refused the key.*\n {6}→ Try "ssh -i .*authorized_keys/m);
    expect(stdout).toMatch(/^fail {2}strangerhost: access-denied: .*host key.*known_hosts/m);
    expect(stdout).toMatch(/^fail {2}nobody: unreachable: .*\n {6}→ Try "ssh -i/m);
  }, 90_000);
});
