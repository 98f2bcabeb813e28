import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { stringify } from 'yaml';
import { runHvitals } from '../collectors/cli/testdata/run-hvitals.ts';
import { hostileTexts, toHostileGuest } from '../collectors/transport/simulated/hostile-guest.ts';
import type { SimulatedEvent } from '../collectors/transport/simulated/simulated-event.ts';
import { apiVmDetail } from '../lib/model/api/vm-detail.ts';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { ensurePeer } from './peers/ensure-peer.ts';
import { runProgram } from './peers/run-program.ts';
import { ensurePwsh } from './pwsh/find-pwsh.ts';
import { eventually } from './support/eventually.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';
import { type Programs, startPrograms } from './support/programs.ts';

/** The worst guest that there can be, behind a real SSH server and the real scripts, beside a good one. */

const now = Date.now();
const name = '=cmd|\'calc\'!A0 <img src=x onerror="window.hacked=1">\u202e';
const good = linuxVm(testVmId(72, 1), 'good-01', now);
const evil = toHostileGuest(linuxVm(testVmId(72, 2), name, now), good, now);
const worker = 'Microsoft-Windows-Hyper-V-Worker';
const event: SimulatedEvent = {
  recordId: 1,
  eventId: 18_590,
  at: now - 60_000,
  provider: worker,
  payload: 'VmlEventLog',
  fields: [
    ['VmName', name],
    ['VmId', evil.id.toUpperCase()],
    ['ErrorCode0', hostileTexts[0]],
  ],
  sid: undefined,
};
const logs = {
  [`${worker}-Admin`]: [event],
  'Microsoft-Windows-Hyper-V-VMMS-Admin': [],
  'Microsoft-Windows-Hyper-V-High-Availability-Admin': [],
};

let host: SshHost;
let programs: Programs;
let config: Readonly<Record<string, unknown>>;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  host = await startSshHost({ address: '127.0.0.72', host: makeHost('hv72', [good, evil], { logs }) });
  const { address, port, user, keyFile, knownHostsFile } = host;
  config = { targets: [{ name: 'hv72', transport: 'ssh', address, port, user, keyFile, knownHostsFile }] };
  programs = await startPrograms(config);
  await eventually('the alert about the guest fires', 90_000, async () => {
    expect(await (await fetch(`${programs.appUrl}/api/v1/alerts`)).text()).toContain('HvitalsKvpHostile');
  });
});

test.afterAll(async () => {
  await programs?.stop();
  await host?.stop();
});

/** Notes whatever a page does that text alone could not. */
async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.exposeFunction('noteViolation', (what: string) => void complaints.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
      const { noteViolation } = window as unknown as { noteViolation(what: string): void };
      noteViolation(`${effectiveDirective} forbids ${blockedURI}`);
    });
  });
  return complaints;
}

async function expectInert(page: Page, complaints: readonly string[]): Promise<void> {
  expect(await page.evaluate(() => 'hacked' in window || 'polluted' in {})).toBe(false);
  await expect(page.locator('img[src="x"], #planted, a[href^="javascript:"]')).toHaveCount(0);
  const shown = `${await page.evaluate(() => document.body.innerText)}${await page.title()}`;
  // Characters that turn text round or move a cursor are shown by name, not obeyed.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(shown).not.toMatch(/[\u0000\u001b\u0085\u2028\u202e\u2066]/);
  expect(complaints).toEqual([]);
}

/** Pages that name no VM, or none of this host. */
const withoutVms: ReadonlySet<string> = new Set(['/', '/targets', '/clocks', '/migrations', '/beacon']);

for (const path of [
  '/',
  '/vms',
  `/vms/${evil.id}`,
  `/vms/${good.id}`,
  '/events',
  '/alerts',
  '/wall',
  '/targets',
  '/clocks',
  '/hosts/hv72',
  '/migrations',
  '/beacon',
] as const) {
  test(`nothing of the guest is more than text on ${path}`, async ({ page }) => {
    const complaints = await watch(page);
    await page.goto(programs.appUrl + path);
    const words = path === `/vms/${good.id}` ? 'good-01' : withoutVms.has(path) ? /hv72|hvitals/ : '<img src=x';
    await expect(page.getByText(words).first()).toBeVisible({ timeout: 30_000 });
    await expectInert(page, complaints);
  });
}

for (const [path, button] of [
  ['/vms', 'CSV'],
  ['/events', /^CSV/],
] as const) {
  test(`cells of the CSV file of ${path} are no formulas`, async ({ page }) => {
    await page.goto(programs.appUrl + path);
    await expect(page.getByText('<img src=x').first()).toBeVisible({ timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).first().click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain("'=cmd|");
    expect(text).not.toMatch(/(?:^|,|\n)"?[=+@\t\r|％＝]/);
  });
}

test('the finding is about this guest alone, and the other one is read as ever', async () => {
  const detail = async (id: string) => apiVmDetail.parse(await (await fetch(`${programs.appUrl}/api/v1/vms/${id}`)).json());
  const [ofEvil, ofGood] = [await detail(evil.id), await detail(good.id)];
  expect(ofEvil.findings.map(({ code }) => code)).toContain('kvp-hostile');
  expect(ofGood.findings).toEqual([]);
  expect(ofGood.kvp?.reading.intrinsic.find(({ key }) => key === 'FullyQualifiedDomainName')?.value).toBe('good-01.example.com');
  expect(ofEvil.kvp?.reading.guest.length).toBeLessThanOrEqual(1_024);
});

test('/metrics can be read by Prometheus', async () => {
  const input = await (await fetch(`${programs.metricsUrl}/metrics`)).text();
  expect(input).toContain(evil.id);
  const { code, stdout, stderr } = await runProgram(await ensurePeer('promtool'), ['check', 'metrics'], {
    timeoutMs: 20_000,
    input,
  });
  expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: '' });
});

test('the log is one JSON object per line, without anything that acts on a terminal', async () => {
  const all = await programs.collectorsLog();
  // Node's own warnings about how the test was started are not of hvitals.
  const lines = all.split('\n').filter((line) => line !== '' && !/^\((?:node:\d|Use `node )/.test(line));
  const log = lines.join('\n');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(Object.keys(JSON.parse(line))).toContain('msg');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(log.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202a-\u202e\u2066-\u2069]/);
  expect(lines.filter((line) => JSON.parse(line).msg === 'forged')).toEqual([]);
});

test('a redacted capture holds nothing that the guest or its neighbour said', async () => {
  const folder = await mkdtemp(join(programs.directory, 'capture-'));
  const { executable } = await ensurePwsh();
  await writeFile(join(folder, 'hvitals.yaml'), stringify({ ...config, powershell: { executable, processes: 1 } }), {
    mode: 0o600,
  });
  const { code, stdout } = await runHvitals(folder, 'capture', '--redact', 'hv72', '--output', 'capture.zip');
  expect({ code, stdout }).toMatchObject({ code: 0 });
  const files = Object.entries(unzipSync(await readFile(join(folder, 'capture.zip'))));
  const all = files
    .map(([path, bytes]) => `${path}\n${strFromU8(bytes)}`)
    .join('\n')
    .toLowerCase();
  const secrets = [
    'hacked',
    'onerror',
    'calc',
    'reboot',
    'good-01',
    'example.com',
    'hv72',
    'forged',
    host.address,
    evil.id,
    good.id,
  ];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  await rm(folder, { recursive: true });
});
