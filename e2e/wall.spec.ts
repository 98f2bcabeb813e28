import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, type Page, test } from '@playwright/test';
import { ensurePeer } from './peers/ensure-peer.ts';
import { type CutProxy, startCutProxy } from './support/cut-proxy.ts';
import { eventually } from './support/eventually.ts';
import { firstLoadBytes } from './support/first-load.ts';
import { type Programs, startPrograms } from './support/programs.ts';

/** Seconds between two readings of a host in this story. */
const intervalSeconds = 5;
const twoIntervals = 2 * intervalSeconds * 1_000;
/** What a screen and a busy machine may take on top. */
const slack = 4_000;
const demo = { hosts: 40, vmsPerHost: 25, seed: 7 };
const every = { intervalSeconds, timeoutSeconds: intervalSeconds - 1 };

let programs: Programs;
let proxy: CutProxy;

test.beforeAll(async () => {
  programs = await startPrograms(
    { demo, collectors: { vm: every, heartbeat: every, 'integration-services': every, kvp: every } },
    { readyWithinMs: 90_000 },
  );
  proxy = await startCutProxy(programs.appUrl);
  await eventually('the demo fleet has been read', 60_000, async () => {
    const wall = await (await fetch(`${programs.appUrl}/api/v1/wall`)).json();
    expect(wall.hosts.filter(({ readAt }: { readAt: unknown }) => readAt !== null).length).toBeGreaterThan(30);
  });
});

test.afterAll(async () => {
  await proxy?.stop();
  await programs?.stop();
});

const link = (page: Page) => page.getByTestId('wall-link');
const stale = (page: Page) => page.getByTestId('wall-stale');

/** Opens the wall and marks the page, so that a reload would show. */
async function open(page: Page, query = '', base = programs.appUrl): Promise<void> {
  await page.goto(`${base}/wall${query}`);
  await expect(link(page)).toHaveAttribute('data-link', 'live', { timeout: 15_000 });
  await expect(page.locator('[data-count=vms] dd')).not.toHaveText('0');
  await page.evaluate(() => Object.assign(window, { mark: 'here since the beginning' }));
}

async function expectNoReload(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'mark' in window)).toBe(true);
}

for (const [width, height] of [
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
] as const) {
  test(`every view fits ${width}×${height} without scrolling, and nothing important is cut`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const view of ['overview', 'map', 'problems', 'hosts', 'overview&scale=1.5']) {
      await open(page, `?view=${view}`);
      const { scrolls, outside } = await page.evaluate(() => {
        const root = document.documentElement;
        const important = document.querySelectorAll(
          '.wall-count, .wall-clock, .wall-ring, .wall-foot > *, .wall-line, .wall-troubled li',
        );
        const isOutside = (element: Element) => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          return left < -1 || top < -1 || right > window.innerWidth + 1 || bottom > window.innerHeight + 1;
        };
        return {
          scrolls: root.scrollWidth > window.innerWidth || root.scrollHeight > window.innerHeight,
          outside: [...important].filter(isOutside).map(({ className, textContent }) => `${className}: ${textContent}`),
        };
      });
      expect(scrolls, view).toBe(false);
      expect(outside, view).toEqual([]);
    }
  });
}

test('it leads with the numbers, names problems, and can be heard by those who cannot see the map', async ({ page }) => {
  await open(page);
  const vms = Number((await page.locator('[data-count=vms] dd').textContent())?.replaceAll(/\D/g, ''));
  expect(vms).toBeGreaterThan(900);
  await expect(page.getByTestId('wall-demo')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Map of .* VMs on 40 hosts/ })).toBeVisible();
  expect(await page.getByTestId('wall-problems').locator('li').count()).toBeGreaterThan(2);
  expect(await page.getByTestId('wall-table').locator('tbody tr').count()).toBeGreaterThan(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await firstLoadBytes(`${programs.appUrl}/wall`)).toBeLessThan(250 * 1_024);
});

test('the map is drawn: shapes in the colours of the levels', async ({ page }) => {
  await open(page, '?view=map');
  await eventually('there is colour on the map', 5_000, async () => {
    const colours = await page.getByTestId('wall-map').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      let [green, amber] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, greenish = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
        if (greenish > red + 30 && greenish > blue) green += 1;
        if (red > 200 && greenish > 140 && blue < 110) amber += 1;
      }
      return { green, amber };
    });
    expect(colours.green).toBeGreaterThan(5_000);
    expect(colours.amber).toBeGreaterThan(500);
  });
});

test('views turn by the clock, sites can be chosen, and an address of garbage shows the whole fleet', async ({ page }) => {
  await open(page, '?rotate=5');
  const seen = new Set<string | null>();
  await expect
    .poll(async () => seen.add(await page.getByTestId('wall').getAttribute('data-view')).size, { timeout: 20_000 })
    .toBe(3);
  await page.goto(`${programs.appUrl}/wall?site=nowhere`);
  await expect(page.getByTestId('wall-empty')).toContainText('nowhere');
  await open(page, '?rotate=-1&theme=%00&scale=9e9&view[]=x&sound=perhaps');
  await expect(page.getByTestId('wall')).toHaveAttribute('data-view', 'overview');
  await expect(page.getByTestId('wall')).toHaveAttribute('data-theme', 'dark');
});

test('sound says that it waits for a click', async () => {
  // A browser without a screen lets sound pass; the people's browsers do not.
  const browser = await chromium.launch({
    executablePath: await ensurePeer('chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=document-user-activation-required'],
  });
  const page = await browser.newPage();
  // What a test evaluates counts as a click, so the first look waits, by the protocol's own view, until the page has made its sound.
  await page.addInitScript(() => {
    window.AudioContext = new Proxy(AudioContext, {
      construct(target, args) {
        document.documentElement.dataset.sound = 'made';
        return new target(...args);
      },
    });
  });
  await page.goto(`${programs.appUrl}/wall?sound=1`);
  const protocol = await page.context().newCDPSession(page);
  await eventually('the page has made its sound', 30_000, async () => {
    const { root } = await protocol.send('DOM.getDocument', { depth: 1 });
    expect(root.children?.find(({ nodeName }) => nodeName === 'HTML')?.attributes).toContain('data-sound');
  });
  await expect(page.getByTestId('wall-sound')).toHaveText('Click once for sound');
  await page.mouse.click(400, 400);
  await expect(page.getByTestId('wall-sound')).toHaveText('Sound on');
  await browser.close();
});

test('a browser whose clock is an hour off shows the right time, and nothing is stale', async ({ page }) => {
  await page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + 3_600_000;
  });
  await open(page);
  await expect(page.getByTestId('wall-age')).toHaveText(/^Data \d+s old$/);
  await expect(stale(page)).toHaveCount(0);
  const shown = await page.getByTestId('wall-clock').textContent();
  const expected = [-2, -1, 0, 1, 2].map((seconds) =>
    new Date(Date.now() + seconds * 1_000).toLocaleTimeString('en-GB', { timeZone: 'UTC' }),
  );
  expect(expected).toContain(shown);
});

test('the stream cut off: polling takes its place, and gives it back', async ({ page }) => {
  await open(page, '', proxy.url);
  proxy.cut('/api/v1/stream');
  await expect(link(page)).toHaveAttribute('data-link', 'polling');
  const revision = page.waitForResponse((response) => response.url().endsWith('/api/v1/wall') && response.status() === 200);
  await revision;
  await page.waitForResponse((response) => response.url().endsWith('/api/v1/wall'));
  await expect(stale(page)).toHaveCount(0);
  proxy.cut();
  await expect(link(page)).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await expectNoReload(page);
});

test('other pages follow the stream too, say when they poll, and go back', async ({ page }) => {
  await page.goto(proxy.url);
  const liveness = page.getByTestId('liveness');
  await expect(liveness).toHaveText('Live');
  const answers: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/api/v1/pulse')) answers.push(Date.now());
  });
  // Hosts are read all the time, and each reading is on the page soon after: sooner than by polling.
  await expect.poll(() => answers.length, { timeout: 12_000 }).toBeGreaterThan(3);
  proxy.cut('/api/v1/stream');
  await expect(liveness).toHaveText('Polling');
  const before = answers.length;
  await expect.poll(() => answers.length, { timeout: 12_000 }).toBeGreaterThan(before + 1);
  proxy.cut();
  await expect(liveness).toHaveText('Live', { timeout: 20_000 });
});

test('the network gone: it says so, then STALE, and comes back by itself', async ({ page }) => {
  await open(page, '', proxy.url);
  proxy.cut('/');
  await expect(link(page)).toHaveAttribute('data-link', 'lost', { timeout: 10_000 });
  await expect(stale(page)).toHaveAttribute('data-why', /connection|data/, { timeout: 15_000 });
  proxy.cut();
  await expect(link(page)).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await expect(stale(page)).toHaveCount(0, { timeout: twoIntervals + slack });
  await expectNoReload(page);
});

test('the collectors killed: STALE within two intervals; back: it clears, without a reload', async ({ page }) => {
  await open(page);
  await programs.stopOne('collectors', 'SIGKILL');
  await expect(stale(page)).toHaveAttribute('data-why', 'data', { timeout: twoIntervals + slack });
  await expect(stale(page)).toContainText(/STALE.*No new readings since \d\d:\d\d:\d\d/);
  await expect(link(page)).toHaveText('No new readings');
  await programs.startOne('collectors');
  await expect(stale(page)).toHaveCount(0, { timeout: twoIntervals + slack });
  await expectNoReload(page);
});

test('the app started anew: the wall finds back by itself', async ({ page }) => {
  await open(page);
  await programs.stopOne('app', 'SIGKILL');
  await expect(link(page)).toHaveAttribute('data-link', 'lost', { timeout: 10_000 });
  await programs.startOne('app');
  await expect(link(page)).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await expect(page.getByTestId('wall-age')).toHaveText(/^Data \ds old$/);
  await expect(stale(page)).toHaveCount(0);
  await expectNoReload(page);
});

test('pages of another build are loaded, once, even where two servers disagree for ever', async ({ page }) => {
  await page.route('**/api/v1/wall', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), build: 'a-newer-build' } });
  });
  const asked: string[] = [];
  page.on('request', (each) => new URL(each.url()).pathname === '/wall' && asked.push(each.resourceType()));
  await page.goto(`${programs.appUrl}/wall`);
  await expect.poll(() => asked, { timeout: 30_000 }).toEqual(['document', 'fetch', 'document']);
  await expect(link(page)).toHaveAttribute('data-link', 'live');
  // Each answer names the other build; the wall would ask for the page again with the next one.
  const answered = page.waitForResponse('**/api/v1/wall');
  await programs.stopOne('app', 'SIGKILL');
  await Promise.all([programs.startOne('app'), answered]);
  await expect(link(page)).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  expect(asked).toHaveLength(3);
  await page.unrouteAll({ behavior: 'wait' });
});
