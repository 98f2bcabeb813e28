import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { registry } from '#collectors/registry.ts';
import type { SimulatedEvent } from '#collectors/transport/simulated/simulated-event.ts';
import { toVmSid } from '#lib/model/to-vm-sid.ts';
import { parseRecording, readRecording } from '../../e2e/golden/recording.ts';
import { type SshHost, startSshHost } from '../../e2e/lab/start-ssh-host.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { runHvitals } from './testdata/run-hvitals.ts';

const names = ['payroll-db', 'buchhaltung-web'];
const vms = names.map((name, at) => linuxVm(testVmId(1, at), name, Date.UTC(2026, 5, 1)));
const worker = 'Microsoft-Windows-Hyper-V-Worker';
// One minute ago by the host, whose clock is this machine's.
const events = vms.map(({ id, name }, at): SimulatedEvent => {
  const fields = [['VmName', name] as const, ['VmId', id.toUpperCase()] as const];
  const written = Date.now() - 60_000 + at;
  return { recordId: at + 1, eventId: 18500, at: written, provider: worker, payload: 'VmlEventLog', fields, sid: toVmSid(id) };
});
const logs = {
  [`${worker}-Admin`]: events,
  'Microsoft-Windows-Hyper-V-VMMS-Admin': [],
  'Microsoft-Windows-Hyper-V-High-Availability-Admin': [],
};

let cwd: string;
let host: SshHost;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-capture-'));
  host = await startSshHost({ address: '127.0.0.44', host: makeHost('oslo-hv07', vms, { logs }) });
  const { address, port, user, keyFile, knownHostsFile } = host;
  const targets = [{ name: 'oslo-hv07', transport: 'ssh', address, port, user, keyFile, knownHostsFile }];
  const { executable } = await ensurePwsh();
  writeFileSync(join(cwd, 'hvitals.yaml'), stringify({ targets, powershell: { executable, processes: 1 } }));
}, 180_000);

afterAll(async () => {
  await host?.stop();
  rmSync(cwd, { recursive: true });
});

test('a host behind a real SSH server is captured by its own scripts, and nothing of it can be recognised', async () => {
  rmSync(join(cwd, 'capture.zip'), { force: true });
  const before = await host.acceptedLogins();
  const { code, stdout } = await runHvitals(cwd, 'capture', '--redact', 'oslo-hv07', '--output', 'capture.zip');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('redacted') });
  expect(await host.acceptedLogins()).toBe(before + 1);
  const files = Object.entries(unzipSync(readFileSync(join(cwd, 'capture.zip'))));
  const texts = new Map(files.map(([path, bytes]) => [path, strFromU8(bytes)]));
  for (const collector of registry) {
    const text = texts.get(`recordings/${collector.name}.json`) ?? '';
    const recording = readRecording(collector, join(cwd, 'case'), text);
    const parsed = parseRecording(collector, recording);
    // A collector of the host alone reads nothing about VMs.
    const found = parsed.ok && (parsed.host === undefined ? parsed.vms.size === vms.length : true);
    expect([collector.name, found]).toEqual([collector.name, true]);
  }
  const all = [...texts.values()].join('\n').toLowerCase();
  const secrets = [...names, 'oslo', host.address, 'example.com', ...vms.map(({ id }) => id)];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
}, 60_000);
