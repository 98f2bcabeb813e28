import { expect, test } from '@playwright/test';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';
import { type Programs, startPrograms } from './support/programs.ts';

const hostile = '</script><img src=x onerror="window.hacked=1"><b id=planted>\u001b[31m\u202e$(1+41)';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const acting = /[\u001b\u202e]/;
const vmId = testVmId(71, 1);
const vm = linuxVm(vmId, hostile, Date.now(), {
  guestOperatingSystem: hostile,
  kvp: {
    intrinsic: [
      ['OSName', hostile],
      ['NetworkAddressIPv4', 'javascript:window.hacked=1'],
    ],
    guest: [[hostile, hostile]],
    host: [],
    rawGuestItems: [],
  },
});
const faults = {
  hangingClasses: [],
  missingClasses: [],
  missingNamespaces: [],
  slowClassesMs: {},
  failingClasses: { Msvm_HeartbeatComponent: hostile },
};

let host: SshHost;
let programs: Programs;

test.beforeAll(async () => {
  host = await startSshHost({ address: '127.0.0.71', host: makeHost('hv71', [vm], { faults }) });
  const { address, port, user, keyFile, knownHostsFile } = host;
  programs = await startPrograms({ targets: [{ name: 'hv71', transport: 'ssh', address, port, user, keyFile, knownHostsFile }] });
});

test.afterAll(async () => {
  await programs?.stop();
  await host?.stop();
});

for (const [path, words] of [
  ['/targets', 'Msvm_HeartbeatComponent: </script><img src=x'],
  ['/', '</script><img src=x'],
  ['/hosts/hv71', '</script><img src=x'],
  [`/vms/${vmId}`, '</script><img src=x'],
] as const) {
  test(`text of hosts and guests is only text on ${path}`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(programs.appUrl + path);
    await expect(page.getByText(words).first()).toBeVisible({ timeout: 30_000 });
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await expect(page.locator('img[src="x"], #planted, a[href^="javascript:"]')).toHaveCount(0);
    // Characters that turn text round or move a cursor are shown by name, not obeyed.
    expect(await page.evaluate(() => document.body.innerText)).not.toMatch(acting);
    expect(await page.title()).not.toMatch(acting);
    expect(complaints).toEqual([]);
  });
}
