import { expect, test } from '@playwright/test';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from './support/make-host.ts';
import { type Programs, startPrograms } from './support/programs.ts';

/** Seconds between two readings. */
const intervalSeconds = 4;
const twoIntervals = 2 * intervalSeconds * 1_000;
const slack = 8_000;

const vms = Array.from({ length: 12 }, (_, index) => linuxVm(testVmId(1, index + 1), `web-${index + 1}`, Date.now()));
const healthy = makeHost('hv01', vms);
const sick = makeHost('hv01', [withoutKvpDaemon(vms[0] ?? linuxVm(testVmId(1, 1), 'web-1', Date.now())), ...vms.slice(1)]);

let host: SshHost;
let programs: Programs;

test.beforeAll(async () => {
  host = await startSshHost({ address: '127.0.0.2', host: healthy });
  const every = { intervalSeconds, timeoutSeconds: intervalSeconds - 1 };
  programs = await startPrograms({
    collectors: { vm: every, heartbeat: every, 'integration-services': every, kvp: every },
    targets: [
      {
        name: 'hv01',
        transport: 'ssh',
        address: '127.0.0.2',
        port: host.port,
        user: host.user,
        keyFile: host.keyFile,
        knownHostsFile: host.knownHostsFile,
      },
    ],
  });
});

test.afterAll(async () => {
  await programs?.stop();
  await host?.stop();
});

test('a daemon that dies in a guest is named on the wall, which turns back to all clear when it lives again', async ({
  page,
}) => {
  await page.goto(`${programs.appUrl}/wall`);
  await expect(page.locator('[data-count=vms] dd')).toHaveText('12', { timeout: 30_000 });
  await expect(page.getByTestId('wall-clear')).toContainText('All clear', { timeout: 30_000 });
  await expect(page.getByTestId('wall')).toHaveAttribute('data-worst', 'ok');
  await expect(page.getByTestId('wall-demo')).toHaveCount(0);
  await page.evaluate(() => Object.assign(window, { mark: true }));

  await host.update(sick);
  const problems = page.getByTestId('wall-problems');
  await expect(problems).toContainText('web-1', { timeout: twoIntervals + slack });
  await expect(problems).toContainText('KVP daemon missing');
  await expect(problems).toContainText('hv01');
  await expect(page.locator('[data-count=warning] dd')).toHaveText('1');
  await expect(page.getByTestId('wall')).toHaveAttribute('data-worst', 'warning');

  await host.update(healthy);
  await expect(page.getByTestId('wall-clear')).toBeVisible({ timeout: twoIntervals + slack });
  expect(await page.evaluate(() => 'mark' in window)).toBe(true);
});
