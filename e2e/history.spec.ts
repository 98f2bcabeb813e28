import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { Subject } from '../lib/history/history.ts';
import { apiHistory } from '../lib/model/api/history.ts';
import { apiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { alertTurns, makeAlert, withAlerts, writeAlerts } from './support/write-alerts.ts';
import { writePast } from './support/write-past.ts';

const minute = 60_000;
const hour = 60 * minute;
const service = (name: string) => `hvitals_vm_integration_services_status{service="${name}"}`;

let programs: Programs;
let vmId = '';

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 4, seed: 3 } });
  await eventually('VMs are there', 30_000, async () => {
    const { vms } = apiVms.parse(await (await fetch(`${programs.appUrl}/api/v1/vms`)).json());
    vmId = vms.find(({ level }) => level === 'ok')?.vmId ?? '';
    expect(vmId).not.toBe('');
  });
  // A day: no contact of KVP for an hour, the heartbeat lost for one scrape, nothing at all for half an hour.
  const subject = `vm:${vmId}` as Subject;
  await writePast(
    programs.directory,
    [subject, 'host:hv01'],
    { now: Date.now(), hours: 30, untilAge: 10 * minute },
    (of, age) => {
      const away = age > 5 * hour && age < 5.5 * hour;
      if (of === 'host:hv01') {
        const outcome = away ? 'unreachable' : 'ok';
        return {
          [`hvitals_scrape_outcome{collector="vm",outcome="${outcome}"}`]: 1,
          'hvitals_scrape_duration_seconds{collector="vm"}': 0.2 + (age % 7) / 100,
          ...(away ? {} : { 'hvitals_host_vm_instances{kind="realized"}': 4 }),
        };
      }
      if (away) return undefined;
      const dead = age > 2 * hour && age < 3 * hour;
      return {
        hvitals_vm_state: 2,
        hvitals_vm_heartbeat_status: age > 8 * hour && age <= 8 * hour + 15_000 ? 13 : 2,
        [service('kvp')]: dead ? 12 : 2,
        [service('guest-service-interface')]: 32_896,
        hvitals_vm_kvp_intrinsic_items: dead ? 0 : 10,
      };
    },
  );
});

test.afterAll(() => programs?.stop());

const states = (page: Page) => page.getByRole('slider', { name: 'States over time' });
/** The page has other cards with a legend, a span and a table of their own. */
const section = (page: Page) => page.getByRole('region', { name: 'History' });
const openVm = async (page: Page, search = '') => {
  await page.goto(`${programs.appUrl}/vms/${vmId}${search}`);
  await expect(states(page)).toBeVisible();
};

test('a day is drawn as it was: trouble by its word, one lost heartbeat, a gap', async ({ page }) => {
  await openVm(page);
  const legend = section(page).getByRole('list', { name: 'Legend' }).first();
  for (const word of ['Running', 'OK', 'No contact', 'Lost communication', 'Disabled']) {
    await expect(legend.getByText(word, { exact: true })).toBeVisible();
  }
  await expect(page.locator('canvas')).toHaveCount(1);
});

test('from the overview to the heartbeat of one moment without a mouse', async ({ page }) => {
  await page.goto(`${programs.appUrl}/vms`);
  await page.locator(`a[href="/vms/${vmId}"]`).first().focus();
  await page.keyboard.press('Enter');
  await expect(states(page)).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await states(page).evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(states(page)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(states(page)).toHaveAttribute('aria-valuetext', /Heartbeat: OK/);
  await expect(states(page)).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(states(page)).toHaveAttribute('aria-valuenow', '10');
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);
});

test('a drag zooms all charts, the URL keeps it, and going back zooms out', async ({ page }) => {
  await openVm(page);
  await states(page).scrollIntoViewIfNeeded();
  const box = await states(page).boundingBox();
  if (box === null) throw new Error('The chart has no place.');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=[^&]+&to=/);
  const zoomed = new URL(page.url()).search;
  const from = Date.parse(new URLSearchParams(zoomed).get('from') ?? '');
  const to = Date.parse(new URLSearchParams(zoomed).get('to') ?? '');
  expect((to - from) / hour).toBeCloseTo(6, 0);
  await page.reload();
  await expect(page.getByTestId('fixed-range')).toBeVisible();
  await page.goBack();
  await expect(section(page).getByRole('button', { name: '24 h' })).toHaveAttribute('aria-pressed', 'true');
});

test('every chart is a table too, and a file', async ({ page }) => {
  await openVm(page, '?range=6h');
  await section(page).getByRole('button', { name: 'Table' }).first().click();
  const table = page.getByRole('table', { name: 'States over time' });
  await expect(table.getByText('No contact').first()).toBeVisible();
  await expect(table.getByText('Data exchange (KVP)').first()).toBeVisible();
  const href = await section(page).getByRole('link', { name: 'CSV' }).first().getAttribute('href');
  const answer = await fetch(`${programs.appUrl}${href}`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toContain('hvitals_vm_heartbeat_status');
  expect(lines.length).toBeGreaterThan(600);
});

test('a time without samples says so, and garbage in the URL shows the usual day', async ({ page }) => {
  await page.goto(`${programs.appUrl}/vms/${vmId}?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`);
  await expect(page.getByText('No history in this time').first()).toBeVisible();
  await openVm(page, '?range=forever&from=x');
  await expect(section(page).getByRole('button', { name: '24 h' })).toHaveAttribute('aria-pressed', 'true');
});

test('what is scraped now joins the past within minutes, and a host has its own history', async ({ page }) => {
  const from = new Date(Date.now() - 2 * minute).toISOString();
  const url = `${programs.appUrl}/api/v1/history?subject=host:hv01&series=hvitals_scrape_success{collector="heartbeat"}&from=${from}&step=15`;
  await eventually('the running minute is written', 100_000, async () => {
    const history = apiHistory.parse(await (await fetch(url)).json());
    expect(history.series[0]?.last).toContain(1);
  });
  await page.goto(`${programs.appUrl}/hosts/hv01`);
  await expect(page.getByRole('slider', { name: 'Scrape outcomes' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Legend' }).first().getByText('Unreachable')).toBeVisible();
  await expect(page.locator('canvas')).toHaveCount(2);
});

test('history that cannot be had is told, and comes back by itself', async ({ page }) => {
  await page.route('**/api/v1/history**', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.goto(`${programs.appUrl}/vms/${vmId}`);
  await expect(page.getByText('History could not be read').first()).toBeVisible();
  await page.unroute('**/api/v1/history**');
  await expect(states(page)).toBeVisible({ timeout: 20_000 });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing for axe to complain about in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openVm(page);
    const { violations } = await new AxeBuilder({ page }).include('section[aria-labelledby="history"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
}

test.describe('alerts on the charts', () => {
  const bands = (page: Page) => section(page).getByTestId('alert-bands').first();

  test.beforeAll(async () => {
    const now = Date.now();
    const labels = { vm: 'web-1', vm_id: vmId };
    const open = makeAlert('open', { labels, firingAt: now - 2 * hour });
    const passed = makeAlert('passed', { labels, rule: 'HvitalsKvpDaemonMissing', severity: 'warning' });
    const other = makeAlert('other', { severity: 'info' });
    // Fired and resolved each minute for hours: far more than can be drawn.
    const flapping = Array.from({ length: 230 }, (_, index) => [
      alertTurns(passed, 'firing', now - 10 * hour + index * minute),
      alertTurns(passed, 'resolved', now - 10 * hour + index * minute + 30_000),
    ]).flat();
    await writeAlerts(programs.directory, {
      upserts: [open, other],
      events: [...flapping, alertTurns(open, 'firing', now - 2 * hour), alertTurns(other, 'firing', now - hour)],
      acks: [{ fingerprint: 'open', by: 'Ann', note: 'I look at it', at: now - hour }],
    });
    const silence = {
      id: 's1',
      matchers: [{ name: 'vm_id', op: '=', value: vmId }],
      startsAt: now - 6 * hour,
      endsAt: now - 5 * hour,
      createdBy: 'Bob',
      comment: 'patch night',
      createdAt: now - 6 * hour,
    };
    const told = {
      at: now - 6 * hour,
      fingerprint: '',
      rule: '',
      severity: '',
      kind: 'silenced' as const,
      labels: {},
      detail: null,
    };
    await withAlerts(programs.directory, (store) => store.putSilence(silence, told));
  });

  test('show when they fired, were acknowledged and silenced, on every chart and on the strip; hundreds become few', async ({
    page,
  }) => {
    await openVm(page);
    await expect(bands(page).locator('[data-band="critical"][data-open]')).toHaveCount(1);
    await expect(bands(page).locator('[data-mark="ack"]')).toHaveCount(1);
    await expect(bands(page).locator('[data-silence]')).toHaveCount(1);
    const drawn = bands(page).locator('[data-band="warning"]');
    const counts = await drawn.evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-count'))));
    expect(counts.length).toBeLessThan(100);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(230);
    await expect(bands(page).locator('[data-band="info"]')).toHaveCount(0);
    const legend = section(page).getByRole('list', { name: 'Alerts on the charts' });
    for (const word of ['Critical alert fired', 'Warning alert fired', 'Acknowledged', 'Silenced'])
      await expect(legend.getByText(word, { exact: true })).toBeVisible();
    await expect(page.getByTestId('power-strip').locator('[data-band="critical"]')).toHaveCount(1);
    await states(page).focus();
    await page.keyboard.press('End');
    await expect(states(page)).toHaveAttribute('aria-valuetext', /Alert: HvitalsHeartbeatLost/);
  });

  test('are told in the tables too', async ({ page }) => {
    await openVm(page);
    await section(page).getByRole('button', { name: 'Table' }).first().click();
    const table = section(page).getByRole('table', { name: 'Alerts, newest first' });
    const row = table.getByRole('row').filter({ hasText: 'HvitalsHeartbeatLost' });
    await expect(row).toContainText('fires still');
    await expect(row).toContainText('Ann: I look at it');
    await expect(table.getByRole('row').filter({ hasText: 'patch night' })).toHaveCount(1);
    await expect(section(page)).toContainText('The newest 200 of');
  });

  test('can be switched off, and stay so', async ({ page }) => {
    await openVm(page);
    await expect(bands(page)).toBeVisible();
    await page.getByTestId('alert-toggle').click();
    await expect(page.getByTestId('alert-bands')).toHaveCount(0);
    await page.reload();
    await expect(states(page)).toBeVisible();
    await expect(page.getByTestId('alert-toggle')).toHaveAttribute('aria-pressed', 'false');
    await expect(page.getByTestId('alert-bands')).toHaveCount(0);
  });

  test('stand on the page of the VM with their state, and lead on to the list and to a silence', async ({ page }) => {
    await openVm(page);
    const card = page.getByTestId('standing-alerts');
    await expect(card.locator('[data-held="acknowledged"]')).toContainText('acknowledged by Ann: I look at it');
    await expect(card.getByRole('link', { name: 'Silence this VM' })).toHaveAttribute(
      'href',
      `/silences?new=1&matcher=vm_id%3D%22${vmId}%22`,
    );
    await expect(card.getByRole('link', { name: 'In the list of alerts' })).toHaveAttribute('href', /^\/alerts\?q=./);
    await page.goto(`${programs.appUrl}/hosts/hv01`);
    await expect(page.getByTestId('standing-alerts')).toContainText('1 alert fires about VMs on this host.');
  });
});
