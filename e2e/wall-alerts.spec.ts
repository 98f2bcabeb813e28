import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { madeUpAlert, writeAlerts } from './support/write-standing-alerts.ts';

let programs: Programs;
const minute = 60_000;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  // One VM, on a host whose collectors run on: a wall whose data stands still says nothing else.
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
});

test.afterAll(() => programs?.stop());

const banner = (page: Page) => page.getByTestId('wall-alerts');
const open = async (page: Page, query = '') => {
  await page.goto(`${programs.appUrl}/wall${query}`);
  await expect(page.getByTestId('wall-link')).toHaveAttribute('data-link', 'live', { timeout: 15_000 });
  await expect(banner(page)).toBeVisible();
};

/** Takes the place of what makes tones, and counts them. The browser's rule is kept: nothing runs before a click. */
async function countTones(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counted = { tones: 0 };
    const nothing = () => undefined;
    const node = () => ({
      connect: (next: unknown) => next,
      gain: { setValueAtTime: nothing, linearRampToValueAtTime: nothing, exponentialRampToValueAtTime: nothing },
    });
    class StubbedAudio extends EventTarget {
      state = 'suspended';
      currentTime = 0;
      destination = {};
      createGain = node;
      createOscillator() {
        const start = () => {
          counted.tones += 1;
        };
        return { ...node(), frequency: { value: 0 }, stop: nothing, start };
      }
      async resume() {
        this.state = 'running';
        this.dispatchEvent(new Event('statechange'));
      }
      close = async () => undefined;
    }
    Object.assign(window, { AudioContext: StubbedAudio, counted });
  });
  return () => page.evaluate(() => (window as unknown as { counted: { tones: number } }).counted.tones);
}

test('nothing fires: one quiet line, with the age of the last evaluation', async ({ page }) => {
  await open(page);
  await expect(banner(page)).toHaveAttribute('data-worst', 'none');
  await expect(banner(page)).toContainText('No alert waits');
  await expect(page.getByTestId('wall-evaluated')).toHaveText(/^rules looked at \d+s ago$/);
  await expect(page.getByTestId('wall-held')).toHaveCount(0);
});

test('what fires comes by itself: numbers by severity, the gravest and oldest by name; what is held back is only counted', async ({
  page,
}) => {
  await open(page);
  const now = Date.now();
  await writeAlerts(programs.directory, {
    upserts: [
      madeUpAlert('web-1', { firingAt: now - 13 * minute }),
      madeUpAlert('db-7', { firingAt: now - 5 * minute }),
      madeUpAlert('old', {
        severity: 'warning',
        summary: 'No reading from hv09',
        labels: { host: 'hv09' },
        firingAt: now - 90 * minute,
      }),
      madeUpAlert('quiet-1', { held: { reason: 'silenced', silences: ['s'] }, firingAt: now - 500 * minute }),
      madeUpAlert('quiet-2', { held: { reason: 'inhibited', host: 'hv09' } }),
    ],
  });
  await expect(banner(page).locator('[data-severity=critical]')).toContainText('2critical alerts');
  await expect(banner(page).locator('[data-severity=warning]')).toContainText('1warning');
  await expect(banner(page)).toContainText('Heartbeat lost: web-1');
  await expect(banner(page)).toContainText('13m');
  await expect(page.getByTestId('wall-held')).toHaveText('2 held back');
  await writeAlerts(programs.directory, { acks: [{ fingerprint: 'web-1', by: 'Ann', note: '', at: now }] });
  await expect(banner(page)).toContainText('Heartbeat lost: db-7');
  await expect(page.getByTestId('wall-held')).toHaveText('3 held back');
});

for (const [width, height] of [
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
] as const) {
  test(`it can be read from afar, is on every view, and nothing scrolls (${width}×${height})`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await writeAlerts(programs.directory, {
      upserts: [madeUpAlert('long', { summary: `Heartbeat lost: ${'a-name-without-an-end-'.repeat(8)}`, firingAt: 1 })],
    });
    for (const view of ['overview', 'map', 'problems', 'hosts', 'overview&scale=2', 'map&theme=light&scale=0.5']) {
      await open(page, `?view=${view}`);
      await expect(banner(page)).toContainText('a-name-without-an-end-');
      const seen = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('.wall-alerts, .wall-alerts-counts, .wall-alerts-age, .wall-alerts-aside')];
        const summary = document.querySelector('.wall-alerts-summary');
        return {
          scrolls: document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight,
          outside: boxes.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map(({ className }) => className),
          // A letter of a thirtieth of the screen's height is legible from five metres on a screen of a metre.
          letters: summary === null ? 0 : Number.parseFloat(getComputedStyle(summary).fontSize) / innerHeight,
        };
      });
      expect(seen.scrolls, view).toBe(false);
      expect(seen.outside, view).toEqual([]);
      if (!view.includes('scale')) expect(seen.letters, view).toBeGreaterThan(0.025);
    }
    await writeAlerts(programs.directory, { gone: ['long'] });
  });
}

test('a wall that turns its views keeps it in sight', async ({ page }) => {
  await open(page, '?rotate=5');
  const seen = new Set<string | null>();
  await expect
    .poll(
      async () => {
        await expect(banner(page)).toBeInViewport();
        return seen.add(await page.getByTestId('wall').getAttribute('data-view')).size;
      },
      { timeout: 20_000 },
    )
    .toBe(3);
});

test('a site is told of its own alerts and of those that concern all', async ({ page }) => {
  await open(page, '?site=nowhere');
  await expect(banner(page)).toHaveAttribute('data-worst', 'none');
  await writeAlerts(programs.directory, {
    upserts: [madeUpAlert('daemon', { rule: 'HvitalsDaemonLate', labels: {}, placed: {}, summary: 'hvitals is late' })],
  });
  await expect(banner(page)).toContainText('hvitals is late');
  await writeAlerts(programs.directory, { gone: ['daemon'] });
  await expect(banner(page)).toHaveAttribute('data-worst', 'none');
});

for (const [theme, locale] of [
  ['dark', 'en'],
  ['light', 'ru'],
] as const) {
  test(`axe finds no fault in it (${theme}, ${locale})`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { locale });
    await open(page, `?theme=${theme}`);
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="wall-alerts"]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}

test('a sound is made for a new critical alert, not on load, not for what is held back, and only after a click', async ({
  page,
}) => {
  const tones = await countTones(page);
  await open(page, '?sound=1');
  await expect(page.getByTestId('wall-sound')).toHaveText('Click once for sound');
  await page.mouse.click(400, 400);
  await expect(page.getByTestId('wall-sound')).toHaveText('Sound on');
  await writeAlerts(programs.directory, {
    upserts: [
      madeUpAlert('held', { firingAt: Date.now(), held: { reason: 'silenced', silences: ['s'] } }),
      madeUpAlert('mild', { firingAt: Date.now(), severity: 'warning' }),
    ],
  });
  await expect(banner(page).locator('[data-severity=warning]')).toContainText('2warnings');
  expect(await tones()).toBe(0);
  await writeAlerts(programs.directory, { upserts: [madeUpAlert('new-1', { firingAt: Date.now() })] });
  // One sound has two tones.
  await expect.poll(tones).toBe(2);
  await writeAlerts(programs.directory, { upserts: [madeUpAlert('new-2', { firingAt: Date.now() + 1 })] });
  await expect(banner(page).locator('[data-severity=critical]')).toContainText('3critical alerts');
  expect(await tones()).toBe(2);
});

test('the choice of sound is kept, other pages make it too, and say that a click is needed', async ({ page }) => {
  const tones = await countTones(page);
  await page.goto(programs.appUrl);
  await isAlive(page);
  await expect(page.getByTestId('header-sound')).toHaveCount(0);
  await page.getByRole('button', { name: 'Display settings' }).click();
  await page.getByRole('group', { name: 'Sound for new critical alerts' }).getByText('On', { exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('header-sound')).toBeVisible();
  await page.reload();
  await isAlive(page);
  await expect(page.getByTestId('header-sound')).toHaveText('Sound is on and waits: click anywhere once');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByTestId('header-sound')).toHaveText('Sound on');
  await writeAlerts(programs.directory, { upserts: [madeUpAlert('new-3', { firingAt: Date.now() + 2 })] });
  await expect.poll(tones).toBe(2);
});

test('the navigation counts what waits, in words too, and follows', async ({ page }) => {
  await page.goto(`${programs.appUrl}/hosts`);
  await isAlive(page);
  const badge = page.getByTestId('nav-alerts');
  await expect(badge).toHaveAttribute('data-worst', 'critical');
  await expect(
    page.getByRole('link', { name: /^Alerts .*\d alerts fire and wait for somebody, the gravest: Critical$/ }),
  ).toBeVisible();
  await writeAlerts(programs.directory, { gone: ['web-1', 'db-7', 'old', 'mild', 'new-1', 'new-2', 'new-3'] });
  await expect(badge).toHaveCount(0);
});
