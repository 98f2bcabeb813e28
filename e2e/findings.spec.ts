import { expect, test } from '@playwright/test';
import { apiFindings } from '../lib/model/api/findings.ts';
import { eventually } from './support/eventually.ts';
import { type Programs, startPrograms } from './support/programs.ts';

// The demo fleet has a VM on its first host whose shutdown service is switched off for good.
const code = 'shutdown-unavailable';
const title = 'No clean shutdown';
let programs: Programs;

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 2, vmsPerHost: 10 } });
  await eventually('the first tick is judged', 30_000, async () => {
    expect((await groups()).map((group) => group.code)).toContain(code);
  });
});

test.afterAll(() => programs?.stop());

const groups = async () => apiFindings.parse(await (await fetch(`${programs.appUrl}/api/v1/findings`)).json()).groups;

test('a line of the overview leads to its VMs, and a VM to the proof, the cause and a command to copy', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: programs.appUrl });
  const [found] = (await groups()).filter((group) => group.code === code);
  const [first] = found?.findings ?? [];
  if (found === undefined || first === undefined) throw new Error(`nothing with ${code}`);

  await page.goto(programs.appUrl);
  const line = page.locator(`[data-finding="${code}"]`);
  await expect(line).toContainText(`${found.vms} VM`);
  await expect(line).toContainText(found.hosts[0]?.host ?? 'a host');
  await line.getByRole('link', { name: title }).click();

  await expect(page).toHaveURL(new RegExp(`/vms\\?finding=${code}$`));
  await expect(page.getByText(new RegExp(`^${found.vms} of \\d+ VMs$`))).toBeVisible();
  await page.getByRole('link', { name: first.name, exact: true }).first().click();

  const card = page.getByRole('article', { name: title });
  await expect(card).toContainText('Warning');
  await expect(card).toContainText('only a dirty turn-off is left');
  await expect(card).toContainText(`Collector integration-services on ${first.host}`);
  await expect(card.getByText(/Read \d+s ago/).first()).toBeVisible();
  await card.getByRole('button', { name: /^Copy/ }).click();
  await expect(card.getByRole('button', { name: /^Copied/ })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`Get-VM -Id ${first.vmId} | Get-VMIntegrationService`);
});

test('a page without a clipboard selects the command instead', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  const [first] = (await groups()).find((group) => group.code === code)?.findings ?? [];
  await page.goto(`${programs.appUrl}/vms/${first?.vmId}`);
  const card = page.getByRole('article', { name: title });
  await card.getByRole('button', { name: /^Copy/ }).click();
  await expect(card.getByRole('button', { name: /^Selected/ })).toBeVisible();
  expect(await page.evaluate(() => String(window.getSelection()))).toContain('Enable-VMIntegrationService');
});

test('the metric says what the pages say', async () => {
  const text = await (await fetch(`${programs.metricsUrl}/metrics`)).text();
  const [found] = (await groups()).filter((group) => group.code === code);
  expect(text).toContain(`hvitals_finding_vms{code="${code}",severity="warning"} ${found?.vms}\n`);
  for (const { vmId } of found?.findings ?? []) {
    expect(text).toMatch(
      new RegExp(`^hvitals_vm_finding\\{vm_id="${vmId}",vm="[^"]*",code="${code}",severity="warning"\\} 1$`, 'm'),
    );
  }
});
